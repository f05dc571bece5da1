/// Where the numbers of each kind of entity begin, so that no two share an id.
enum EntityNumber {
    static let guild = 0
    static let emoji = 100
    static let role = 200
    static let sticker = 300
    static let category = 400
    static let conversation = 1000
    static let person = 100_000
}
