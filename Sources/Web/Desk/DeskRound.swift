import HTTPTypes
import Hummingbird
import HummingbirdCore
import Registry
import RuralIndustry

/// A round that somebody works on through the desk: who, and where the round stands now.
struct DeskRound: DeskSubject {
    static let route = "/desk/rounds/{id}"

    let visit: DeskVisit
    let standing: RoundStanding

    var name: String { round.name }
    var mark: String { round.state.rawValue }
    var round: RoundRecord { standing.round }
    var id: Int64 { standing.round.id }
    /// `/desk/rounds/1`
    var address: String { "/desk/rounds/\(id)" }

    init(_ site: Site, _ request: Request, _ context: SiteContext) async throws {
        try await self.init(site, request, context, readsMarks: false)
    }

    /// Opens the round that the address names.
    ///
    /// - Parameter readsMarks: while it is judged, so that it can be said what closing lacks.
    /// - Throws: `SignInNeeded`; `Problem`: not found where it is outside what somebody was given, in the words for what is not
    ///   there at all.
    init(
        _ site: Site, _ request: Request, _ context: SiteContext, readsMarks: Bool
    ) async throws {
        visit = try DeskVisit(site, request, context)
        let id = try context.recordNumber()
        do {
            standing = try await site.registry.standing(
                ofRound: id, readsMarks: readsMarks, as: visit.person.viewer)
        } catch let refusal as Refusal where refusal.isOfNothingFound {
            throw Problem.noRoundHere
        }
    }

    /// Refuses a page whose only use is something that they may not do here.
    func require(_ action: Action) throws(Problem) {
        if !standing.may(action) { throw Problem.notPermittedHere(action) }
    }

    var above: [DeskPage.Link] {
        [
            .init("/desk", "Bàn làm việc", "Desk"), .init("/desk/rounds", "Kỳ bình chọn", "Rounds"),
            .init(address, round.name),
        ]
    }

    var goneOn: Bilingual {
        Bilingual(
            vi:
                "Trong lúc trang này đang mở, có người đã chuyển kỳ bình chọn sang bước “\(round.state.name.vi)”. Chưa có gì được ghi; hãy quay lại xem kỳ bình chọn.",
            en:
                "While this page was open, somebody took the round on: it is now \(round.state.name.en). Nothing was recorded; go back and look at it."
        )
    }
}

extension Refusal {
    /// What is outside somebody's territory is told as what is not there.
    var isOfNothingFound: Bool {
        ["outside-territory", "unknown-round", "unknown-complaint"].contains(violations[0].code)
    }
}

extension Problem {
    static let noRoundHere = Problem(
        .notFound, code: "unknown-round",
        detail: Bilingual(
            vi: "Không có kỳ bình chọn nào như vậy trong phạm vi được giao cho bạn.",
            en: "There is no such round within what you were given."))

    static func notPermittedHere(_ action: Action) -> Problem {
        Problem(
            .forbidden, code: "not-permitted",
            detail: Bilingual(
                vi: "Bạn không có quyền làm việc này ở kỳ bình chọn này (\(action.rawValue)).",
                en: "You may not do this in this round (\(action.rawValue))."))
    }
}
