import JSONStream

/// What was written, counted.
struct Totals {
    /// Different messages, deleted ones included.
    private let messages: Int
    private let conversations: Int
    private let channels: Int
    private let askings: Int
    private var hasWritten: [Bool]

    var files = 0
    /// Messages as often as they were exported.
    private(set) var exported = 0
    /// Messages as often as a later night found them edited.
    var edited = 0
    var deleted = 0

    init(_ community: Community) {
        let written = community.plan.conversations.filter { $0.kind != .forum }
        messages = written.reduce(0) { $0 + $1.count }
        conversations = written.count { $0.count > 0 }
        channels = written.count { $0.kind == .channel }
        askings = community.questions.askings
        hasWritten = Array(repeating: false, count: community.people.count)
    }

    mutating func noteMessage(by author: Int) {
        exported += 1
        hasWritten[author] = true
    }

    private var authors: Int { hasWritten.count { $0 } }

    /// One sentence for the terminal.
    var text: String {
        "\(messages) messages by \(authors) authors in \(conversations) conversations; \(askings) planted questions, "
            + "\(edited) edits, \(deleted) deletions; \(exported) messages exported into \(files) sets of files"
    }

    func write(into writer: inout JSONWriter) {
        writer.object { line in
            line.member("kind", "totals")
            line.member("messages", messages - deleted)
            line.member("edited", edited)
            line.member("deleted", deleted)
            line.member("authors", authors)
            line.member("channels", channels)
            line.member("conversations", conversations)
            line.member("askings", askings)
            line.member("exported", exported)
        }
        writer.endLine()
    }
}
