public import JSONStream
public import Store

/// A moment in milliseconds since 1970, UTC.
public struct Timestamp: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The moment that a Discord id was made: its upper 42 bits count milliseconds since 2015. Nil for small numbers, which
    /// are no such ids.
    public init?(snowflake: Int64) {
        let milliseconds = snowflake >> 22
        guard milliseconds > 86_400_000 else { return nil }
        self.init(rawValue: milliseconds + 1_420_070_400_000)
    }

    /// Whether a chat message can have been written then: from 1970 to 2100.
    var isPlausible: Bool {
        (0..<4_102_444_800_000).contains(rawValue)
    }
}

extension Timestamp {
    /// Reads ISO 8601: `2025-10-10`, `2025-10-10T12:34:56`, with up to nine digits of fraction and `Z`, `+02:00` or
    /// nothing (UTC) behind. Nil for anything else, and for dates that no calendar has.
    public init?(iso8601 text: String) {
        var text = text
        let parsed = text.withUTF8 { Self(iso8601: UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    init?(iso8601 bytes: UnsafeRawBufferPointer) {
        var scanner = DigitScanner(bytes: bytes)
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), let days = CivilDate(year: year, month: month, day: day)?.daysSince1970
        else { return nil }
        var milliseconds = days * 86_400_000
        if scanner.take("T") || scanner.take(" ") {
            guard let hour = scanner.digits(2), hour < 24, scanner.take(":"), let minute = scanner.digits(2),
                minute < 60
            else { return nil }
            var second = 0
            if scanner.take(":") {
                guard let read = scanner.digits(2), read <= 60 else { return nil }
                second = read
            }
            milliseconds += (hour * 3600 + minute * 60 + second) * 1000
            if scanner.take(".") {
                guard let fraction = scanner.fraction() else { return nil }
                milliseconds += fraction
            }
            guard let offset = scanner.offset() else { return nil }
            milliseconds -= offset * 60_000
        }
        guard scanner.isAtEnd else { return nil }
        self.init(rawValue: Int64(milliseconds))
    }

    /// ISO 8601 in UTC, with milliseconds where there are any: `2025-10-10T12:34:56.789Z`.
    public var iso8601: String {
        let (day, millisecond) = rawValue.flooredDivision(by: 86_400_000)
        let date = CivilDate(daysSince1970: Int(day))
        let time = Int(millisecond)
        var text = "\(date)T\(padded(time / 3_600_000)):\(padded(time / 60_000 % 60)):\(padded(time / 1000 % 60))"
        if time % 1000 != 0 { text += "." + padded(time % 1000, 3) }
        return text + "Z"
    }
}

extension Timestamp: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        iso8601.write(to: &writer)
    }
}

extension Timestamp: ColumnValue {
    public func bind(to statement: Statement, at index: Int) throws(StoreError) {
        try statement.bind(index, rawValue)
    }

    public init(column index: Int, of row: Row) throws(StoreError) {
        self.init(rawValue: try Int64(column: index, of: row))
    }
}

extension Int64 {
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let remainder = ((self % divisor) + divisor) % divisor
        return ((self - remainder) / divisor, remainder)
    }
}

func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
