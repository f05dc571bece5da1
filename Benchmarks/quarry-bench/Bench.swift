/// Placeholder until the benchmark stands.
@main
struct Bench {
    static func main() {}
}
