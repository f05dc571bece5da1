/// A shell for which a completion script can be written.
public enum Shell: String, CaseIterable, ArgumentValue {
    case bash
    case zsh
    case fish
}
