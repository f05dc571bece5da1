import Arguments

/// A share, given in percent.
struct Percent: ArgumentValue {
    let value: Double

    init(_ value: Double) {
        self.value = value
    }

    init(argument: String) throws(ValueError) {
        value = try Double(argument: argument)
        guard 0...100 ~= value else { throw ValueError(argument, .outside(lowest: "0", highest: "100")) }
    }

    var argumentText: String { value == value.rounded() ? String(Int(value)) : String(value) }

    /// From zero to one.
    var share: Double { value / 100 }
}
