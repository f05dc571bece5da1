/// A text that could not be read as a value, and what was expected.
public struct ValueError: Error, Equatable, Sendable {
    /// How the text missed what was expected.
    public enum Problem: Equatable, Sendable {
        /// Not of the expected kind; the noun stands without its article: `"whole number"`.
        case notA(String)

        /// Not in the list.
        case notOneOf([String])

        /// Of the expected kind, but below the lowest or above the highest value.
        case outside(lowest: String, highest: String)
    }

    public let given: String
    public let problem: Problem

    public init(_ given: String, _ problem: Problem) {
        self.given = given
        self.problem = problem
    }
}
