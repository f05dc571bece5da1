/// One row of a command's table: how it is written, what it says in the help, and which property it sets.
public struct Parameter<Root: Sendable>: Sendable {
    let outline: ParameterOutline

    /// The default as the property holds it, read from a fresh command.
    let initialText: @Sendable (Root) -> String

    /// Sets the property from the text of one occurrence; a flag ignores the text.
    let assign: @Sendable (inout Root, String) throws(ValueError) -> Void

    /// A property that holds a `Value`.
    public typealias Property<Value> = any WritableKeyPath<Root, Value> & Sendable
}

extension Parameter {
    /// An option without a value that sets its property to true.
    public static func flag(
        _ name: String, short: Character? = nil, _ property: Property<Bool>, _ summary: String
    ) -> Self {
        Self(
            outline: ParameterOutline(role: .flag, name: name, short: short, summary: summary),
            initialText: { _ in "" },
            assign: { root, _ in root[keyPath: property] = true }
        )
    }

    /// An option with a value, given at most once.
    ///
    /// - Parameters:
    ///   - value: The word that stands for the value in the help.
    ///   - environment: The variable that is read when the option is absent; an empty variable counts as absent.
    ///   - default: The default as the help should word it, where the property's own value would not do.
    public static func option<Value: ArgumentValue>(
        _ name: String, short: Character? = nil, _ property: Property<Value>, value: String, _ summary: String,
        environment: String? = nil, default: String? = nil
    ) -> Self {
        Self(
            outline: ParameterOutline(
                role: .option(repeats: false), name: name, short: short, placeholder: value, summary: summary,
                environment: environment, defaultText: `default`, choices: Value.choices),
            initialText: { root in root[keyPath: property].argumentText },
            assign: { (root, text) throws(ValueError) in root[keyPath: property] = try Value(argument: text) }
        )
    }

    /// An option with a value, given at most once, whose property is nil while it is absent.
    public static func option<Value: ArgumentValue>(
        _ name: String, short: Character? = nil, _ property: Property<Value?>, value: String, _ summary: String,
        environment: String? = nil, default: String? = nil
    ) -> Self {
        Self(
            outline: ParameterOutline(
                role: .option(repeats: false), name: name, short: short, placeholder: value, summary: summary,
                environment: environment, defaultText: `default`, choices: Value.choices),
            initialText: { root in root[keyPath: property]?.argumentText ?? "" },
            assign: { (root, text) throws(ValueError) in root[keyPath: property] = try Value(argument: text) }
        )
    }

    /// An option with a value that may be repeated; each occurrence is appended to what the property holds.
    public static func options<Value: ArgumentValue>(
        _ name: String, short: Character? = nil, _ property: Property<[Value]>, value: String, _ summary: String,
        default: String? = nil
    ) -> Self {
        Self(
            outline: ParameterOutline(
                role: .option(repeats: true), name: name, short: short, placeholder: value, summary: summary,
                defaultText: `default`, choices: Value.choices),
            initialText: { root in root[keyPath: property].map(\.argumentText).joined(separator: ", ") },
            assign: { (root, text) throws(ValueError) in root[keyPath: property].append(try Value(argument: text)) }
        )
    }
}

extension Parameter {
    /// A positional that must be given; its property's initial value is never used.
    public static func positional<Value: ArgumentValue>(
        _ name: String, _ property: Property<Value>, _ summary: String
    ) -> Self {
        Self(
            outline: ParameterOutline(
                role: .positional(.required), name: name, summary: summary, choices: Value.choices),
            initialText: { _ in "" },
            assign: { (root, text) throws(ValueError) in root[keyPath: property] = try Value(argument: text) }
        )
    }

    /// A positional that may be left out, whose property is nil while it is absent.
    public static func positional<Value: ArgumentValue>(
        _ name: String, _ property: Property<Value?>, _ summary: String, default: String? = nil
    ) -> Self {
        Self(
            outline: ParameterOutline(
                role: .positional(.optional), name: name, summary: summary, defaultText: `default`,
                choices: Value.choices),
            initialText: { root in root[keyPath: property]?.argumentText ?? "" },
            assign: { (root, text) throws(ValueError) in root[keyPath: property] = try Value(argument: text) }
        )
    }

    /// A positional that takes every argument left; it must be the table's last.
    public static func positionals<Value: ArgumentValue>(
        _ name: String, _ property: Property<[Value]>, _ summary: String, atLeast: Int = 0
    ) -> Self {
        Self(
            outline: ParameterOutline(
                role: .positional(.repeated(atLeast: atLeast)), name: name, summary: summary, choices: Value.choices),
            initialText: { _ in "" },
            assign: { (root, text) throws(ValueError) in root[keyPath: property].append(try Value(argument: text)) }
        )
    }
}

extension Parameter {
    /// The same row for a command that holds the property's owner in a property of its own: commands share rows so.
    public func within<Outer>(_ property: Parameter<Outer>.Property<Root>) -> Parameter<Outer> {
        let initialText = initialText
        let assign = assign
        return Parameter<Outer>(
            outline: outline,
            initialText: { outer in initialText(outer[keyPath: property]) },
            assign: { (outer, text) throws(ValueError) in try assign(&outer[keyPath: property], text) }
        )
    }
}
