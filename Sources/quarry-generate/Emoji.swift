/// An emoji of Unicode or of the community.
struct Emoji {
    /// The character, or the name of the community's own.
    let name: String
    let code: String
    /// Of the community's own emoji only.
    let id: Snowflake?
    let isAnimated: Bool

    /// The text of the name in JSON, where the exporter spells out whatever is beyond 16 bits.
    var escapedName: String { name.jsonEscaped }

    /// How it stands in a message whose Markdown was not flattened.
    var rawText: String {
        guard let id else { return escapedName }
        return "<\(isAnimated ? "a" : ""):\(name):\(id.value)>"
    }

    /// How it stands in a message whose Markdown was flattened.
    var flatText: String { id == nil ? escapedName : ":\(name):" }

    private var imageURL: String {
        if let id {
            return "https://cdn.discordapp.com/emojis/\(id.value).\(isAnimated ? "gif" : "png")"
        }
        let codes = name.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: "-")
        return "https://cdn.jsdelivr.net/gh/twitter/twemoji@latest/assets/svg/\(codes).svg"
    }

    func write(into page: inout DocumentBuffer) {
        page.open(.object)
        page.member("id", quoted: id.map { String($0.value) } ?? "")
        page.member("name", quoted: escapedName)
        page.member("code", quoted: code)
        page.member("isAnimated", isAnimated)
        page.member("imageUrl", quoted: imageURL)
        page.close(.object)
    }
}
