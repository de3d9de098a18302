import Hummingbird
import Registry
import RuralIndustry

enum EntryMoves {
    /// Accepting, asking for more, refusing and withdrawing, of the entries that the address names: `?code=…&code=…&to=accepted`,
    /// or `?all=yes` for all that wait and are complete.
    @Sendable static func move(_ desk: DeskRound) async throws -> DeskForm {
        guard let state = EntryState(rawValue: desk.query["to"]), state != .received else {
            throw Problem.noSuchPage
        }
        let entries = try await desk.registry.entries(ofRound: desk.id, as: desk.viewer)
        let list = "\(desk.address)/entries"
        var lead: [Bilingual] = []
        var codes = desk.query.all("code")
        if desk.query["all"] == "yes" {
            let waiting = entries.filter { $0.state == .received || $0.state == .incomplete }.map(\.code)
            let dossiers = try await desk.registry.dossiers(
                ofRound: desk.id, entries: waiting, as: desk.viewer)
            codes = dossiers.filter(\.report.isComplete).map(\.code)
            lead.append(
                Bilingual(
                    vi: "\(waiting.count) hồ sơ đang chờ, trong đó \(codes.count) đủ giấy tờ.",
                    en: waiting.count.counted("entry waits", "entries wait")
                        + ", of which \(codes.count) complete."))
        }
        let chosen = entries.filter { codes.contains($0.code) }
        lead += chosen.map {
            Bilingual(
                vi: "\($0.code) – \($0.productName), \($0.establishmentName) (\($0.state.name.vi))", en: "")
        }
        if chosen.isEmpty {
            lead.append(
                Bilingual(vi: "Chưa chọn hồ sơ nào; hãy quay lại và chọn.", en: "No entry is chosen."))
        }
        if state == .accepted, desk.query["all"] != "yes", desk.standing.may(.dossierRead), !chosen.isEmpty {
            for dossier in try await desk.registry.dossiers(
                ofRound: desk.id, entries: chosen.map(\.code), as: desk.viewer)
            where !dossier.report.isComplete {
                lead.append(
                    Bilingual(
                        vi: "Lưu ý: hồ sơ \(dossier.code) chưa đủ giấy tờ.",
                        en: "Note that \(dossier.code) is not complete."))
                lead += dossier.report.lacks.map {
                    Bilingual(vi: "– \($0.text.vi.capitalizedFirst)", en: $0.text.en)
                }
            }
        }
        let needsReason = state != .accepted
        return DeskForm(
            title: state.doing, lead: lead, values: ["codes": chosen.map(\.code).joined(separator: " ")],
            fields: { filling in
                [
                    filling.hidden("codes"),
                    filling.line(
                        "reason",
                        needsReason
                            ? Bilingual(vi: "Lý do", en: "Reason") : Bilingual(vi: "Ghi chú", en: "Note"),
                        hint: state == .incomplete
                            ? Bilingual(vi: "Còn thiếu gì.", en: "What is missing.") : nil,
                        isOptional: !needsReason),
                ]
            }, button: state.doing, wayBack: list
        ) { fields in
            let codes = fields["codes"].split(separator: " ").map(String.init)
            guard !codes.isEmpty else {
                throw Refusal(
                    Violation(
                        "no-entry-chosen", vi: "chưa chọn hồ sơ nào", en: "no entry is chosen",
                        at: Place(column: "reason")))
            }
            if needsReason, fields.text("reason") == nil {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy ghi lý do", en: "give the reason",
                        at: Place(column: "reason")))
            }
            _ = try await desk.registry.moveEntries(
                round: desk.id, codes: codes, to: state, because: fields.text("reason"), as: desk.viewer)
            return .done(list)
        }
    }
}

extension EntryState {
    /// What is done to bring an entry there.
    var doing: Bilingual {
        switch self {
        case .received: Bilingual(vi: "Nhận hồ sơ", en: "Receive")
        case .incomplete: Bilingual(vi: "Yêu cầu bổ sung", en: "Ask for what is missing")
        case .accepted: Bilingual(vi: "Chấp nhận hồ sơ", en: "Accept")
        case .rejected: Bilingual(vi: "Từ chối hồ sơ", en: "Reject")
        case .withdrawn: Bilingual(vi: "Ghi nhận rút hồ sơ", en: "Record a withdrawal")
        }
    }
}
