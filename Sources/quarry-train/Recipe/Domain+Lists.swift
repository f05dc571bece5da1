extension Domain {
    /// What is learned from: the logs as they are, and as other platforms' channels might be.
    static let lessons = [
        Domain(name: "as they are"),
        Domain(name: "rare calls", calls: .rare, given: 0.1, every: 2),
        Domain(name: "thirty, slow", changes: 0.35, stretch: 4),
        Domain(name: "thirty, given", changes: 0.3, stretch: 10, calls: .mentions, given: 0.3),
        Domain(name: "thinned", changes: 0.25),
        Domain(name: "twenty", changes: 0.25, stretch: 3, calls: .removed),
        Domain(name: "twenty, slow", changes: 0.2, stretch: 20, calls: .rare, given: 0.15),
        Domain(name: "ten", changes: 0.12, stretch: 8, calls: .removed, given: 0.1),
    ]

    /// What is judged by.
    static let trials = [
        Domain(name: "IRC as it is"),
        Domain(name: "30 % of links given", given: 0.3),
        Domain(name: "no calls", calls: .removed),
        Domain(name: "30 % change", changes: 0.3),
        Domain(name: "30 % change, slow, no calls", changes: 0.3, stretch: 10, calls: .removed),
        Domain(name: "20 % change", changes: 0.2),
        Domain(name: "20 % change, slow, no calls", changes: 0.2, stretch: 10, calls: .removed),
        Domain(
            name: "20 % change, slow, mentions, 30 % given", changes: 0.2, stretch: 10, calls: .mentions, given: 0.3),
        Domain(name: "10 % change", changes: 0.1),
        Domain(name: "10 % change, slow, no calls", changes: 0.1, stretch: 10, calls: .removed),
    ]
}
