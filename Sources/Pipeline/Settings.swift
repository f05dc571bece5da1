import Chat

/// Where a setting's value came from. An earlier case wins over a later one.
public enum SettingOrigin: Equatable, Sendable {
    case option(String)
    case environment(String)
    case file(String)
    case standard
}

extension SettingOrigin: CustomStringConvertible {
    public var description: String {
        switch self {
        case .option(let name): name
        case .environment(let name): "environment \(name)"
        case .file(let path): path
        case .standard: "default"
        }
    }
}

/// A value and where it came from.
public struct Setting<Value: Sendable & Equatable>: Sendable, Equatable {
    public let value: Value
    public let origin: SettingOrigin

    /// The first that is given of option, environment, file and default.
    init(
        _ option: Value?, as name: String, environment: (name: String, value: Value?)? = nil, file: Value?,
        at path: String?, otherwise standard: Value
    ) {
        if let value = environment?.value, option == nil || option == value, let name = environment?.name {
            self.value = value
            origin = .environment(name)
        } else if let option {
            value = option
            origin = .option(name)
        } else if let file, let path {
            value = file
            origin = .file(path)
        } else {
            value = standard
            origin = .standard
        }
    }
}

/// The effective settings of a run.
public struct Settings: Sendable {
    public let name: Setting<String>
    public let output: Setting<String>
    /// Files and folders with exports, as the process can open them.
    public let sources: Setting<[String]>
    public let included: Setting<[String]>
    public let excluded: Setting<[String]>
    /// Private channels that may be searched and published all the same.
    public let published: Setting<[String]>
    public let timeZone: Setting<String>

    /// What was said on the command line.
    public struct Options: Sendable {
        /// Files and folders with exports.
        public var inputs: [String] = []
        public var configuration: String?
        public var output: String?
        public var included: [String] = []
        public var excluded: [String] = []
        public var timeZone: String?

        public init() {}
    }

    /// Resolves option, environment, file and default, in that order.
    public init(_ options: Options, environment: [String: String]) throws(PipelineError) {
        let path = options.configuration ?? options.inputs.first.flatMap(Configuration.path(beside:))
        let file = try path.map { path throws(PipelineError) in try Configuration(path: path) } ?? Configuration()
        let folder = path.map(Configuration.parent(of:))
        let first = options.inputs.first ?? folder ?? "."
        let standardName = Self.name(of: first)

        name = Setting(nil, as: "", file: file.name, at: path, otherwise: standardName)
        output = Setting(
            options.output, as: "--output", environment: ("QUARRY_OUTPUT", environment["QUARRY_OUTPUT"]), file: nil,
            at: path, otherwise: "output/" + (file.name ?? standardName))
        let resolved = file.sources.map { $0.map { Self.resolve($0, in: folder ?? ".") } }
        let isConfigured =
            options.inputs.count <= 1 && resolved != nil && options.inputs.first.map(Self.isFolder) ?? true
        sources = Setting(
            isConfigured || options.inputs.isEmpty ? nil : options.inputs, as: "command line", file: resolved, at: path,
            otherwise: folder.map { [$0] } ?? [first])
        included = Setting(
            options.included.isEmpty ? nil : options.included, as: "--channel", file: file.channels.included.nonEmpty,
            at: path, otherwise: [])
        excluded = Setting(
            options.excluded.isEmpty ? nil : options.excluded, as: "--exclude", file: file.channels.excluded.nonEmpty,
            at: path, otherwise: [])
        published = Setting(nil, as: "", file: file.published, at: path, otherwise: [])
        timeZone = Setting(
            options.timeZone, as: "--time-zone",
            environment: ("QUARRY_TIME_ZONE", environment["QUARRY_TIME_ZONE"]), file: file.timeZone, at: path,
            otherwise: "UTC")
    }

    public var channels: ChannelFilter {
        ChannelFilter(included: included.value, excluded: excluded.value)
    }

    private static func isFolder(_ path: String) -> Bool {
        FileStatus(path: path)?.isFolder ?? false
    }

    private static func resolve(_ source: String, in folder: String) -> String {
        if source == "." { return folder }
        return source.hasPrefix("/") ? source : folder + "/" + source
    }

    /// The last component of a path, without the ending of a file.
    private static func name(of path: String) -> String {
        let parts = path.split(separator: "/").filter { $0 != "." }
        guard let last = parts.last, last != ".." else { return "archive" }
        for ending in [".json", ".zip"] where last.hasSuffix(ending) { return String(last.dropLast(ending.count)) }
        return String(last)
    }
}

extension [String] {
    fileprivate var nonEmpty: [String]? {
        isEmpty ? nil : self
    }
}
