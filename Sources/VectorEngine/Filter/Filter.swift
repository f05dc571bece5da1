/// A condition over the scalar fields of rows, in Milvus's language.
///
/// Answers have three values, as in SQL and as Milvus decided for itself (milvus-io/milvus#50699): what compares a null, a
/// JSON path that is not there, a JSON value of another type, an element behind an array's end, or a number that
/// arithmetic could not give (overflow, division by zero) is unknown. `not` leaves unknown unknown, so such a row is
/// found neither by a condition nor by its negation; `is null` and `exists` always know.
struct Filter: Hashable, Sendable {
    let schema: ColumnSchema
    let condition: FilterCondition

    /// Reads a filter and checks it against the fields. `{name}` in the text stands for a parameter.
    init(
        parsing text: String, parameters: [String: FieldValue] = [:], schema: ColumnSchema
    ) throws(FilterProblem) {
        let bytes = Array(text.utf8)
        do throws(FilterFault) {
            let syntax = try FilterParser.parse(bytes)
            condition = try FilterChecker(schema: schema, parameters: parameters).condition(syntax)
        } catch {
            throw error.problem(in: bytes)
        }
        self.schema = schema
    }

    init(_ condition: FilterCondition, schema: ColumnSchema) {
        self.condition = condition
        self.schema = schema
    }
}
