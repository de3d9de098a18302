import RuralIndustry

/// What a process remembers of the public figures: those of one day and one state of what is counted. Who asks while they are
/// being counted waits for the same counting.
///
/// Two transactions that cross each other can leave the state as it was although one of them changed something; so nothing is
/// kept for longer than `longest`.
actor StatisticsCache {
    struct Key: Hashable {
        let day: Day
        let state: String
    }

    static let longest = Duration.seconds(300)

    private var kept: (key: Key, value: PublicStatistics, until: ContinuousClock.Instant)?
    private var counting: (key: Key, task: Task<PublicStatistics, any Error>)?

    func value(
        for key: Key, _ count: @escaping @Sendable () async throws -> PublicStatistics
    ) async throws -> PublicStatistics {
        if let kept, kept.key == key, kept.until > .now { return kept.value }
        if let counting, counting.key == key { return try await counting.task.value }
        let task = Task { try await count() }
        counting = (key, task)
        defer { if counting?.key == key { counting = nil } }
        let value = try await task.value
        kept = (key, value, .now + Self.longest)
        return value
    }
}
