import Documents
import Postgres
public import RuralIndustry

/// What the colours of a plan tell apart.
public enum PlanColoring: String, CaseIterable, Hashable, Sendable {
    /// How far a booth is given.
    case state
    /// Out of whose quota.
    case province

    fileprivate var drawn: BoothPlanDrawing.Coloring {
        switch self {
        case .state: .state
        case .province: .province
        }
    }
}

/// A fair's booths as officers see them: the picture, and who has what.
public struct DeskPlan: Sendable {
    /// The plan as SVG; each booth leads to its `anchor`.
    public let picture: String
    /// The day that is shown.
    public let day: Day
    public let standings: [BoothStanding]
    /// The names of booths' places in a page, by the number of the booth.
    public let anchors: [Int64: String]
}

extension Registry {
    /// The plan of a fair with everything that its officers may know: holds with their tenants too.
    ///
    /// - Parameter day: of the fair; nil, or one outside it: the one that is nearest to today.
    public func deskPlan(
        ofFair id: Int64, on day: Day? = nil, coloring: PlanColoring, today: Day, as viewer: Viewer
    ) async throws -> DeskPlan {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            let fair = try session.fair(id)
            let standings = try session.boothStandings(of: fair, on: today)
            let anchors = standings.map(\.booth.id).anchors
            let shown = fair.nearest(to: day ?? today)
            let drawing = BoothPlanDrawing(fair, standings, on: shown, coloring: coloring.drawn) { booth in
                anchors[booth.id].map { "#" + $0 }
            }
            return DeskPlan(picture: drawing.svg(), day: shown, standings: standings, anchors: anchors)
        }
    }
}

extension [Int64] {
    /// A name for the place of each booth in a page.
    var anchors: [Int64: String] {
        Dictionary(uniqueKeysWithValues: zip(self, 1...).map { ($0, "gian-\($1)") })
    }
}

/// Draws the papers of fairs for a service, one after another.
public actor FairPress {
    private let fonts: PaperFonts

    public init(fonts: PaperFonts) { self.fonts = fonts }

    /// The plan of a fair as a PDF of A3 sheets.
    ///
    /// - Throws: `Refusal` `paper-fonts-missing`; as `Registry.boothStandings`.
    public func plan(
        ofFair id: Int64, on day: Day? = nil, coloring: PlanColoring, today: Day, in registry: Registry,
        as viewer: Viewer
    ) async throws -> [UInt8] {
        let fair = try await registry.fair(id, as: viewer)
        let standings = try await registry.boothStandings(ofFair: id, on: today, as: viewer)
        let drawing = BoothPlanDrawing(
            fair, standings, on: fair.nearest(to: day ?? today), coloring: coloring.drawn)
        return try BoothPlanRenderer(fonts: try loaded()).render(drawing)
    }

    /// The annex of a contract as a PDF.
    ///
    /// - Throws: `Refusal` `paper-fonts-missing`, `contract-without-rent`, `contract-without-support`, and everything that goes
    ///   beyond the caps.
    public func annex(_ contract: BoothContract) throws -> [UInt8] {
        try contract.requirePaper()
        return try OfficeRenderer(fonts: try loaded()).render(contract)
    }

    /// The annexes of a fair's contracts as one PDF, a part of them at a time.
    ///
    /// - Parameters:
    ///   - contracts: those that cannot be put on paper are left out.
    ///   - part: from 1; each has `BoothContract.mostTogether` at most.
    /// - Throws: `Refusal` `paper-fonts-missing`, `contract-none`.
    public func annexes(_ contracts: [BoothContract], part: Int) throws -> [UInt8] {
        let parts = contracts.printed
        guard parts.indices.contains(part - 1) else {
            throw Refusal(
                Violation(
                    "contract-none", vi: "chưa có phụ lục hợp đồng nào để in",
                    en: "there is no annex to print"))
        }
        return try OfficeRenderer(fonts: try loaded()).render(together: parts[part - 1])
    }

    /// The minutes of a sharing out as a PDF.
    ///
    /// - Throws: `Refusal` `paper-fonts-missing`.
    public func minutes(_ minutes: AllocationMinutes) throws -> [UInt8] {
        try OfficeRenderer(fonts: try loaded()).render(minutes)
    }

    private func loaded() throws -> FontSet {
        do { return try fonts() } catch {
            throw Refusal(
                Violation(
                    "paper-fonts-missing",
                    vi: "máy chủ này chưa có phông chữ để vẽ giấy; hãy lấy bản văn bản thuần",
                    en: "this server has no fonts to draw papers with; take the plain text"))
        }
    }
}

extension [BoothContract] {
    /// Those that can be put on paper, as many at a time as are printed together.
    public var printed: [[BoothContract]] {
        let ready = filter(\.isReady)
        return stride(from: 0, to: ready.count, by: BoothContract.mostTogether).map {
            [BoothContract](ready[$0...].prefix(BoothContract.mostTogether))
        }
    }
}

extension BoothContract {
    /// Some 400 pages of a file.
    public static let mostTogether = 200

    /// Nothing of it is beyond the caps of funds, and its money is known.
    public var isReady: Bool { findings.isEmpty && money.unreckoned == 0 }

    /// The annex as plain text; refuses what `FairPress.annex` refuses.
    public func annexText() throws -> String {
        try requirePaper()
        return text
    }

    /// Refuses to be put on paper beyond the caps of funds, or while its money is not known.
    fileprivate func requirePaper() throws {
        try Refusal.throwIfAny(findings)
        try requireMoney()
    }
}

extension AllocationMinutes {
    /// The minutes as plain text.
    public var plainText: String { text }
}
