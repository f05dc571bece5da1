/// A member of the community, made from a number.
struct Person {
    let id: Snowflake
    let name: String
    let nickname: String
    let discriminator: String
    let isBot: Bool
    /// The highest first.
    let roles: [Role]
    let avatarURL: String

    init(number: Int, isBot: Bool, roles allRoles: [Role], seed: UInt64) {
        var random = Random(seed: seed, .person, number)
        id = .entity(EntityNumber.person + number, seed: seed)
        self.isBot = isBot
        name = isBot ? "\(random.pick(Self.things))-bot\(number)" : Self.name(number, &random)
        nickname = isBot || random.chance(0.5) ? name : Self.nickname(&random)
        // Before 2023 every name had four digits; now only bots keep them.
        discriminator = isBot || random.chance(0.1) ? String(random.within(1000...9999)) : "0000"
        roles = Self.chosenRoles(of: allRoles, isBot: isBot, &random)
        let hash = String(random.next(), radix: 16) + String(random.next(), radix: 16)
        avatarURL =
            random.chance(0.45)
            ? "https://cdn.discordapp.com/avatars/\(id.value)/\(hash).png?size=512"
            : "https://cdn.discordapp.com/embed/avatars/\(random.below(5)).png"
    }

    /// Writes the exporter's object for a user, which lacks roles among the users of a reaction.
    func write(into page: inout DocumentBuffer, withRoles: Bool) {
        page.open(.object)
        page.member("id", id)
        page.member("name", quoted: name.jsonEscaped)
        page.member("discriminator", quoted: discriminator)
        page.member("nickname", quoted: nickname.jsonEscaped)
        if let color = roles.lazy.compactMap(\.color).first {
            page.member("color", quoted: color)
        } else {
            page.member("color", "null")
        }
        page.member("isBot", isBot)
        if withRoles {
            page.key("roles")
            page.open(.array)
            for role in roles {
                page.element()
                role.write(into: &page)
            }
            page.close(.array)
        }
        page.member("avatarUrl", quoted: avatarURL)
        page.close(.object)
    }
}

extension Person {
    private static let qualities = [
        "quiet", "brave", "lazy", "rusty", "salty", "misty", "lunar", "tiny", "rapid", "fuzzy", "sly", "odd", "amber",
        "cosmic", "polite", "sleepy", "frosty", "vivid", "humble", "nimble", "stray", "gentle", "hidden", "lucky",
    ]
    private static let things = [
        "otter", "heron", "anchor", "comet", "badger", "lantern", "pixel", "falcon", "maple", "tensor", "walrus",
        "cactus", "harbor", "ferret", "pickle", "kernel", "cobalt", "puffin", "basil", "quartz", "raven", "tulip",
    ]
    private static let firstNames = [
        "Anna", "Jürgen", "Zoë", "Łukasz", "Олег", "小明", "Priya", "Mateo", "Chloé", "Kofi", "Søren", "İpek", "Daniel",
        "Maria", "Hiroshi", "Fatima", "Élodie", "Tom", "Sarah", "Дарья", "李娜", "Björn", "Nia", "Pavel", "Aoife",
    ]
    private static let remarks = ["", "", "", "", " | EMEA", " (on call)", " 🦦", " \"db\" fan", " [away]", " ✨"]

    private static func name(_ number: Int, _ random: inout Random) -> String {
        "\(random.pick(qualities))\(random.pick(["", "_", "."]))\(random.pick(things))\(number)"
    }

    private static func nickname(_ random: inout Random) -> String {
        let initial = random.pick(Array("ABCDEFGHIKLMNOPRSTW"))
        return "\(random.pick(firstNames)) \(initial).\(random.pick(remarks))"
    }

    /// Most members have no role, a few have five.
    private static func chosenRoles(of roles: [Role], isBot: Bool, _ random: inout Random) -> [Role] {
        if isBot { return [roles[0]] }
        let mostRoles = 5
        let count = random.chance(0.78) ? 0 : 1 + random.skewed(0...mostRoles)
        var chosen: Set<Int> = []
        for _ in 0..<count { chosen.insert(roles.count - 1 - random.zipfian(below: roles.count - 1)) }
        return chosen.sorted().prefix(mostRoles).map { roles[$0] }
    }
}
