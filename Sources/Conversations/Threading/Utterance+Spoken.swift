extension Utterance {
    /// The text without the name that it calls at its start, for a name says nothing of what it is about: what is encoded
    /// for `vector`.
    public static func spoken(_ text: String) -> String {
        let trimmed = text.drop { $0 == " " }
        guard let end = trimmed.firstIndex(of: " ") else { return text }
        let first = trimmed[..<end]
        guard let sign = first.last, sign == ":" || sign == ",", first.utf8.count <= longestName else { return text }
        let rest = trimmed[end...].drop { $0 == " " }
        return rest.isEmpty ? text : String(rest)
    }

    private static let longestName = 32
}
