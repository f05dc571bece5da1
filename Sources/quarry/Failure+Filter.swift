import VectorEngine

extension Failure {
    /// Where a filter was refused, and why, in words.
    static func sentence(_ problem: FilterProblem) -> String {
        "the filter, line \(problem.line), column \(problem.column): \(clause(problem.reason))"
    }

    private static func clause(_ reason: FilterProblem.Reason) -> String {
        switch reason {
        case .unexpected(let found, let expected), .wrongType(let found, let expected):
            "found \(found), expected \(expected)"
        case .unknownField(let name, let nearest?): "there is no field '\(name)'; did you mean '\(nearest)'?"
        case .unknownField(let name, nil): "there is no field '\(name)'"
        case .missingParameter(let name): "no value is given for {\(name)}"
        case .unsupported(let what, let instead): "there is no \(what); use \(instead)"
        case .integerTooLarge: "a whole number that 64 bits do not hold"
        case .divisionByZero: "a division by zero"
        case .numberNotFinite: "a number that is too large, or none"
        case .invalidEscape: #"an escape that strings do not have; a backslash itself is written \\"#
        case .invalidText: "a string that is not valid UTF-8"
        case .invalidPattern: "a pattern that ends in a lone backslash"
        case .invalidTime: "no time; times are written as ISO '2025-01-31T12:00:00Z'"
        case .tooLong(let bytes, let limit): "\(bytes.counted("byte")); at most \(limit.grouped) are read"
        case .tooDeep(let limit): "nested more than \(limit) deep"
        }
    }
}
