import Glibc

/// Sums and products as Milvus has them: whole numbers stay whole, their division drops the rest, and powers are doubles.
enum Arithmetic {
    /// Nil where there is no result: overflow, division by zero, a remainder of what is not whole.
    static func apply(_ operation: ArithmeticOperator, _ left: Number, _ right: Number) -> Number? {
        if case .int(let a) = left, case .int(let b) = right, operation != .power {
            let (result, overflows): (Int64, Bool) =
                switch operation {
                case .add: a.addingReportingOverflow(b)
                case .subtract: a.subtractingReportingOverflow(b)
                case .multiply: a.multipliedReportingOverflow(by: b)
                case .divide: a.dividedReportingOverflow(by: b)
                // The remainder of the least number by -1 is 0, though its quotient overflows.
                case .remainder: b == -1 ? (0, false) : a.remainderReportingOverflow(dividingBy: b)
                case .power: (0, true)
                }
            return overflows ? nil : .int(result)
        }
        let (a, b) = (left.double, right.double)
        let result: Double? =
            switch operation {
            case .add: a + b
            case .subtract: a - b
            case .multiply: a * b
            case .divide: b == 0 ? nil : a / b
            case .remainder: nil
            case .power: pow(a, b)
            }
        return result.flatMap { $0.isFinite ? .double($0) : nil }
    }

    static func negated(_ number: Number) -> Number? {
        switch number {
        case .int(let value): value == .min ? nil : .int(-value)
        case .double(let value): .double(-value)
        }
    }

    /// Of constants. A time and a length of time give a time.
    static func apply(_ operation: ArithmeticOperator, _ left: FieldValue, _ right: FieldValue) -> FieldValue? {
        guard let a = Number(left), let b = Number(right), let result = apply(operation, a, b) else { return nil }
        let times = [left, right].count { if case .timestamp = $0 { true } else { false } }
        return switch result {
        case .int(let value): times == 1 ? .timestamp(value) : .int(value)
        case .double(let value): .double(value)
        }
    }
}
