import Chat

/// The messages of a conversation, to be gone through more than once: those of a long one are read anew each time, so that
/// memory does not grow with it.
struct Turns {
    private let members: [PlacedKey]
    private let kept: [Turn]?
    private let read: (MessageKey) throws -> Turn

    private static let mostKept = 500

    init(_ members: [PlacedKey], read: @escaping (MessageKey) throws -> Turn) throws {
        self.members = members
        self.read = read
        kept = members.count <= Self.mostKept ? try members.map { try read($0.key) } : nil
    }

    func each(_ body: (Turn) throws -> Void) throws {
        if let kept {
            for turn in kept { try body(turn) }
            return
        }
        for member in members { try body(read(member.key)) }
    }
}
