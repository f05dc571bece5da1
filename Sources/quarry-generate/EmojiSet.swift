/// Every emoji in use, the most frequent first, and the pieces of JSON that name them.
struct EmojiSet {
    let texts: Pieces
    /// As an element of `inlineEmojis`.
    let inline: Pieces
    /// As the emoji of a reaction.
    let reacting: Pieces

    var count: Int { texts.count }

    init(seed: UInt64, _ layout: DocumentBuffer.Layout, rawMarkdown: Bool) {
        let all = Self.all(seed: seed)
        texts = Pieces(all.map { rawMarkdown ? $0.rawText : $0.flatText })
        inline = Self.pieces(of: all, layout, depth: DocumentDepth.memberOfMessage + 1)
        reacting = Self.pieces(of: all, layout, depth: DocumentDepth.memberOfMessage + 2)
    }

    private static func pieces(of all: [Emoji], _ layout: DocumentBuffer.Layout, depth: Int) -> Pieces {
        var pieces = Pieces()
        for emoji in all {
            var piece = DocumentBuffer(layout, depth: depth)
            emoji.write(into: &piece)
            pieces.append(piece)
        }
        return pieces
    }

    private static func all(seed: UInt64) -> [Emoji] {
        let unicode = [
            ("👍", "thumbsup"), ("😂", "joy"), ("❤️", "heart"), ("🎉", "tada"), ("👀", "eyes"), ("🙏", "pray"),
            ("🚀", "rocket"), ("✅", "white_check_mark"), ("🔥", "fire"), ("😅", "sweat_smile"), ("💯", "100"),
            ("🤔", "thinking"), ("😭", "sob"), ("👋", "wave"), ("⚠️", "warning"), ("🐛", "bug"), ("🐘", "elephant"),
            ("🧵", "thread"), ("➕", "heavy_plus_sign"), ("🤷‍♀️", "woman_shrugging"), ("🇩🇪", "flag_de"),
            ("👨‍💻", "man_technologist"), ("☕", "coffee"), ("🥲", "smiling_face_with_tear"),
        ].map { Emoji(name: $0.0, code: $0.1, id: nil, isAnimated: false) }
        let names = [
            "harbour", "partyparrot", "thisisfine", "shipit", "lgtm", "postgres_love", "rtfm", "catjam", "rust",
        ]
        let animated: Set = ["partyparrot", "catjam"]
        let own = names.enumerated().map { number, name in
            let id = Snowflake.entity(EntityNumber.emoji + number, seed: seed)
            return Emoji(name: name, code: name, id: id, isAnimated: animated.contains(name))
        }
        // The two kinds take turns, so that both are among the frequent.
        return unicode.prefix(3) + zip(unicode.dropFirst(3), own).flatMap { [$0, $1] }
            + unicode.dropFirst(3 + own.count)
    }
}
