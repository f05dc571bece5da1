/// How the keys of a service begin, and what follows.
struct KeyPrefix: Sendable {
    let prefix: StaticString
    /// What a key has behind its prefix.
    let body: Body
    /// Bytes that a key has behind its prefix, at least; a few less than whole keys have, for some are cut when pasted.
    let least: Int

    enum Body: Sendable {
        /// Letters and digits.
        case plain
        /// Letters, digits, `-` and `_`.
        case url
        /// As `url`, and it must look random: the prefix is a word that other names begin with.
        case random
    }

    init(_ prefix: StaticString, _ body: Body, _ least: Int) {
        self.prefix = prefix
        self.body = body
        self.least = least
    }

    /// The prefixes that begin with a letter.
    static func beginning(with letter: UInt8) -> [KeyPrefix] {
        letter.isLetter ? byLetter[Int(letter.lowered - 0x61)] : []
    }

    private static let byLetter: [[KeyPrefix]] = (0..<26).map { letter in
        all.filter { Int($0.prefix.utf8Start.pointee.lowered) - 0x61 == letter }
    }

    /// Each with its first `-` or `_`, at which the scanner stops. Longer prefixes stand before their beginnings.
    private static let all = [
        // GitHub, GitLab
        KeyPrefix("ghp_", .plain, 20), KeyPrefix("gho_", .plain, 20), KeyPrefix("ghu_", .plain, 20),
        KeyPrefix("ghs_", .plain, 20), KeyPrefix("ghr_", .plain, 20), KeyPrefix("github_pat_", .url, 20),
        KeyPrefix("glpat-", .url, 16), KeyPrefix("gldt-", .url, 16), KeyPrefix("glrt-", .url, 16),
        KeyPrefix("glptt-", .url, 16), KeyPrefix("glcbt-", .url, 16),
        // Slack
        KeyPrefix("xoxb-", .url, 16), KeyPrefix("xoxp-", .url, 16), KeyPrefix("xoxa-", .url, 16),
        KeyPrefix("xoxr-", .url, 16), KeyPrefix("xoxs-", .url, 16), KeyPrefix("xoxe-", .url, 16),
        KeyPrefix("xoxe.xoxp-", .url, 16), KeyPrefix("xapp-", .url, 16),
        // Models: OpenAI, Anthropic and who follows their form; Hugging Face, Groq, Replicate, NVIDIA, xAI and others
        KeyPrefix("sk-ant-", .random, 20), KeyPrefix("sk-", .random, 20), KeyPrefix("sess-", .random, 24),
        KeyPrefix("hf_", .random, 24), KeyPrefix("gsk_", .random, 24), KeyPrefix("r8_", .random, 24),
        KeyPrefix("nvapi-", .random, 24), KeyPrefix("xai-", .random, 24), KeyPrefix("pplx-", .random, 24),
        KeyPrefix("pcsk_", .random, 24), KeyPrefix("jina_", .random, 24), KeyPrefix("tvly-", .random, 20),
        KeyPrefix("lsv2_", .random, 24), KeyPrefix("fw_", .random, 20),
        // Payment
        KeyPrefix("sk_live_", .url, 10), KeyPrefix("rk_live_", .url, 10), KeyPrefix("sk_test_", .url, 10),
        KeyPrefix("rk_test_", .url, 10), KeyPrefix("whsec_", .random, 20),
        // Packages and hosting
        KeyPrefix("npm_", .random, 30), KeyPrefix("pypi-", .random, 32), KeyPrefix("rubygems_", .random, 32),
        KeyPrefix("dckr_pat_", .url, 20), KeyPrefix("dop_v1_", .url, 32), KeyPrefix("sbp_", .random, 32),
        KeyPrefix("hvs.", .random, 24), KeyPrefix("shpat_", .plain, 24), KeyPrefix("sntrys_", .random, 24),
        KeyPrefix("figd_", .random, 24), KeyPrefix("ntn_", .random, 32), KeyPrefix("secret_", .random, 32),
        KeyPrefix("lin_api_", .plain, 24), KeyPrefix("key-", .random, 32), KeyPrefix("GOCSPX-", .url, 20),
        KeyPrefix("AGE-SECRET-KEY-", .plain, 40), KeyPrefix("tskey-", .random, 16),
    ]
}
