/// Times as ISO 8601 writes them, in milliseconds since 1970 (UTC).
///
/// The day count is that of H. Hinnant, "chrono-compatible low-level date algorithms": years begin in March, so that the
/// leap day is the last of its year, and 400 years are 146,097 days.
enum CalendarTime {
    private static let dayLength: Int64 = 86_400_000

    /// `2025-01-31`, `2025-01-31T12:30[:15[.250]]` with `Z`, `+02:00` or nothing (UTC) behind it.
    static func milliseconds(_ text: String) -> Int64? {
        var rest = Substring(text)
        guard let year = digits(&rest, 4), take(&rest, "-"), let month = digits(&rest, 2), take(&rest, "-"),
            let day = digits(&rest, 2), let days = days(year: year, month: month, day: day)
        else { return nil }
        guard !rest.isEmpty else { return days * dayLength }
        guard take(&rest, "T") || take(&rest, "t") || take(&rest, " "), let hour = digits(&rest, 2), hour < 24,
            take(&rest, ":"), let minute = digits(&rest, 2), minute < 60
        else { return nil }
        var milliseconds = (hour * 60 + minute) * 60_000
        if take(&rest, ":") {
            // The leap second is the first of the next minute.
            guard let second = digits(&rest, 2), second <= 60 else { return nil }
            milliseconds += second * 1000
            if take(&rest, ".") {
                guard let fraction = fraction(&rest) else { return nil }
                milliseconds += fraction
            }
        }
        guard let zone = zone(&rest), rest.isEmpty else { return nil }
        return days * dayLength + milliseconds - zone
    }

    /// A duration of weeks, days, hours, minutes and seconds: `P1DT12H`. Months and years have no one length.
    static func interval(_ text: String) -> Int64? {
        var rest = Substring(text)
        guard take(&rest, "P"), !rest.isEmpty else { return nil }
        var total: Int64 = 0
        var units: [(Character, Int64)] = [("W", 7 * dayLength), ("D", dayLength)]
        var isTime = false
        while !rest.isEmpty {
            if !isTime, take(&rest, "T") {
                isTime = true
                units = [("H", 3_600_000), ("M", 60_000), ("S", 1000)]
                guard !rest.isEmpty else { return nil }
            }
            let count = rest.prefix { $0.isASCII && $0.isNumber }
            guard count.count <= 9, let number = Int64(count) else { return nil }
            rest = rest.dropFirst(count.count)
            guard let letter = rest.first, let place = units.firstIndex(where: { $0.0 == letter }) else { return nil }
            rest = rest.dropFirst()
            total += number * units[place].1
            units.removeFirst(place + 1)
        }
        return total
    }

    /// The shortest text of a time that gives it again; nil outside of the years 1 to 9999.
    static func text(_ milliseconds: Int64) -> String? {
        let days = Int64((Double(milliseconds) / Double(dayLength)).rounded(.down))
        guard (-719_162...2_932_896).contains(days) else { return nil }
        let inDay = milliseconds - days * dayLength
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let clock = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60].map { padded($0, 2) }
        let fraction = inDay % 1000 == 0 ? "" : "." + padded(inDay % 1000, 3)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock.joined(separator: ":"))\(fraction)Z"
    }

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year >= 1, (1...12).contains(month), day >= 1, day <= lengths[Int(month) - 1] else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let yearOfEra = shiftedYear % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return shiftedYear / 400 * 146_097 + dayOfEra - 719_468
    }

    private static func zone(_ rest: inout Substring) -> Int64? {
        if rest.isEmpty || take(&rest, "Z") || take(&rest, "z") { return 0 }
        let sign: Int64 = take(&rest, "-") ? -1 : 1
        guard sign < 0 || take(&rest, "+"), let hours = digits(&rest, 2), hours < 24 else { return nil }
        _ = take(&rest, ":")
        guard !rest.isEmpty else { return sign * hours * 3_600_000 }
        guard let minutes = digits(&rest, 2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes) * 60_000
    }

    /// Up to nine digits behind the point; those behind the third are dropped.
    private static func fraction(_ rest: inout Substring) -> Int64? {
        let found = rest.prefix { $0.isASCII && $0.isNumber }
        guard (1...9).contains(found.count) else { return nil }
        rest = rest.dropFirst(found.count)
        return Int64((found + "00").prefix(3))
    }

    private static func digits(_ rest: inout Substring, _ count: Int) -> Int64? {
        let found = rest.prefix(count)
        guard found.count == count, found.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        rest = rest.dropFirst(count)
        return Int64(found)
    }

    private static func take(_ rest: inout Substring, _ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
