/// Placeholder until the fuzzer stands.
@main
struct Fuzz {
    static func main() {}
}
