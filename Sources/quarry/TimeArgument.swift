public import Arguments
public import Chat

extension Timestamp: ArgumentValue {
    public init(argument: String) throws(ValueError) {
        guard let time = Timestamp(iso8601: argument) else {
            throw ValueError(argument, .notA("time such as 2025-10-10 or 2025-10-10T12:00:00Z"))
        }
        self = time
    }

    public var argumentText: String {
        iso8601
    }
}
