/// A value that is read from one argument.
///
/// A `String` enumeration gets everything but the declaration by conforming to `CaseIterable` as well; its raw
/// values become the choices in the help, in errors and in completions.
public protocol ArgumentValue: Sendable {
    /// Reads the value, or says what was expected instead.
    init(argument: String) throws(ValueError)

    /// The text that would read back as this value; the help shows it as the default.
    var argumentText: String { get }

    /// Every text that is accepted, or none when there is no such list.
    static var choices: [String] { get }
}

extension ArgumentValue {
    public static var choices: [String] { [] }
}

extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    public init(argument: String) throws(ValueError) {
        guard let value = Self(rawValue: argument) else {
            throw ValueError(argument, .notOneOf(Self.choices))
        }
        self = value
    }

    public var argumentText: String { rawValue }

    public static var choices: [String] { allCases.map(\.rawValue) }
}

extension ArgumentValue where Self: FixedWidthInteger {
    public init(argument: String) throws(ValueError) {
        if let value = Self(argument) {
            self = value
            return
        }
        let digits = argument.first == "-" || argument.first == "+" ? argument.dropFirst() : argument[...]
        let isWhole = !digits.isEmpty && digits.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard isWhole else { throw ValueError(argument, .notA("whole number")) }
        throw ValueError(argument, .outside(lowest: "\(Self.min)", highest: "\(Self.max)"))
    }

    public var argumentText: String { String(self) }
}

extension Int: ArgumentValue {}
extension Int64: ArgumentValue {}
extension UInt64: ArgumentValue {}

extension Double: ArgumentValue {
    /// Reads a finite number.
    public init(argument: String) throws(ValueError) {
        guard let value = Double(argument), value.isFinite else {
            throw ValueError(argument, .notA("number"))
        }
        self = value
    }

    public var argumentText: String { description }
}

extension String: ArgumentValue {
    public init(argument: String) { self = argument }

    public var argumentText: String { self }
}
