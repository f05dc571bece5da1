import Chat

/// Who people are, looked up once. Emptied when it has grown, for an author may stand under any number of names.
struct PeopleCache {
    private static let most = 20_000
    private var people: [Int64: Place] = [:]
    private var numbers: [SourceID: Int64?] = [:]

    private struct Place {
        let guild: SourceID
        let author: ArchivedMessage.Author
    }

    func person(_ author: Int64, in guild: SourceID) -> ArchivedMessage.Author? {
        people[author].flatMap { $0.guild == guild ? $0.author : nil }
    }

    mutating func add(_ person: ArchivedMessage.Author, as author: Int64, in guild: SourceID) {
        if people.count >= Self.most { people.removeAll(keepingCapacity: true) }
        people[author] = Place(guild: guild, author: person)
    }

    func number(_ id: SourceID) -> Int64?? {
        numbers[id]
    }

    mutating func add(_ number: Int64?, of id: SourceID) {
        if numbers.count >= Self.most { numbers.removeAll(keepingCapacity: true) }
        numbers[id] = .some(number)
    }
}

extension ConversationStore {
    func person(_ author: Int64, in guild: SourceID) throws -> ArchivedMessage.Author {
        if let known = people.person(author, in: guild) { return known }
        let person =
            try database.person(author, in: guild)?.author
            ?? ArchivedMessage.Author(id: .number(author), name: "", nickname: nil, isBot: false)
        people.add(person, as: author, in: guild)
        return person
    }

    func authorNumber(_ id: SourceID) throws -> Int64? {
        if let known = people.number(id) { return known }
        let number = try database.author(id)
        people.add(number, of: id)
        return number
    }
}
