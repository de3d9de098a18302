import RuralIndustry
import Testing

@Suite("States")
struct StateTests {
    @Test("a round goes forward one step at a time and is cancelled only before it is decided")
    func round() {
        let path: [RoundState] = [.draft, .open, .judging, .closed, .decided, .published]
        for (index, state) in path.enumerated() {
            let allowed = RoundState.allCases.filter { target in
                Judging.codes { try state.check(movingTo: target) }.isEmpty
            }
            let next = index + 1 < path.count ? [path[index + 1]] : []
            #expect(Set(allowed) == Set(next + (index < 4 ? [.cancelled] : [])))
        }
        #expect(Judging.codes { try RoundState.cancelled.check(movingTo: .draft) } == ["round-transition"])
    }

    @Test("an entry that was rejected or withdrawn stays so")
    func entry() {
        #expect(EntryState.rejected.next.isEmpty)
        #expect(EntryState.withdrawn.next.isEmpty)
        #expect(Judging.codes { try EntryState.received.check(movingTo: .accepted) } == [])
        #expect(Judging.codes { try EntryState.incomplete.check(movingTo: .accepted) } == [])
        #expect(Judging.codes { try EntryState.accepted.check(movingTo: .withdrawn) } == [])
        #expect(
            Judging.codes { try EntryState.accepted.check(movingTo: .incomplete) } == ["entry-transition"])
        #expect(Judging.codes { try EntryState.withdrawn.check(movingTo: .accepted) } == ["entry-transition"])
    }

    @Test("the words of the enumerations are those that files use")
    func words() {
        #expect(
            SelectionLevel.allCases.map(\.rawValue) == [
                "commune", "district", "provincial", "regional", "national",
            ])
        #expect(Absence.allCases.map(\.rawValue) == ["absent", "recused", "not-applicable", "spoiled"])
        #expect(
            CouncilRole.allCases.map(\.rawValue) == [
                "chair", "standing-vice-chair", "vice-chair", "member", "secretary",
            ])
        #expect(PanelRole.allCases.map(\.rawValue) == ["head", "deputy", "judge"])
        #expect(EntryException.allCases.map(\.rawValue) == ["lower-round-not-held"])
    }
}
