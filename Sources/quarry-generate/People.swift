import Glibc

/// Everybody of the community, as the pieces of JSON in which they appear.
///
/// The bots come first, then the others, the busiest first. Costs about 1.5 kB of memory a person.
struct People {
    let count: Int
    let botCount: Int

    /// As the author of a message.
    let authors: Pieces
    /// As somebody mentioned, or who used a command.
    let mentioned: Pieces
    /// As somebody who reacted.
    let reacting: Pieces
    /// As a mention within a text.
    let mentions: Pieces

    init(messages: Int, seed: UInt64, _ layout: DocumentBuffer.Layout, rawMarkdown: Bool) {
        // Fits 300 authors of 10,000 messages and 20,000 of 3,000,000.
        let members = Int(0.33 * pow(Double(messages), 0.74)) + 12
        botCount = 3 + members / 2000
        count = botCount + members
        let roles = Role.all(seed: seed)
        var authors = Pieces()
        var mentioned = Pieces()
        var reacting = Pieces()
        var mentions = Pieces()
        for number in 0..<count {
            let person = Person(number: number, isBot: number < botCount, roles: roles, seed: seed)
            authors.append(Self.piece(of: person, layout, depth: 0, withRoles: true))
            mentioned.append(Self.piece(of: person, layout, depth: 1, withRoles: true))
            reacting.append(Self.piece(of: person, layout, depth: 3, withRoles: false))
            mentions.append(rawMarkdown ? "<@\(person.id.value)>" : "@\(person.nickname.jsonEscaped)")
        }
        self.authors = authors
        self.mentioned = mentioned
        self.reacting = reacting
        self.mentions = mentions
    }

    /// A member who writes, in proportion to how much they write.
    func writer(_ random: inout Random) -> Int {
        botCount + random.zipfian(below: count - botCount)
    }

    /// Any member, so that most are rarely seen.
    func anyone(_ random: inout Random) -> Int {
        botCount + random.below(count - botCount)
    }

    func bot(_ random: inout Random) -> Int {
        random.zipfian(below: botCount)
    }

    private static func piece(
        of person: Person, _ layout: DocumentBuffer.Layout, depth: Int, withRoles: Bool
    ) -> DocumentBuffer {
        var piece = DocumentBuffer(layout, depth: DocumentDepth.memberOfMessage + depth)
        person.write(into: &piece, withRoles: withRoles)
        return piece
    }
}
