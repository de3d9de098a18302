import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// `/desk/fairs/ID/edit`: what a fair is, mended until it is over.
    func addFairEdit(to router: Router<SiteContext>) {
        router.fairForm(self, "edit", for: .fairEdit) { desk in
            let isAnnounced = desk.fair.state != .planned
            // what comes of sending the form is held against the fair as it is shown next to it
            let version = FormFilling(
                values: FormFields(filledWith: ["version": String(desk.fair.version)])
            ).hidden("version")
            return DeskForm(
                title: Bilingual(vi: "Sửa hội chợ", en: "Change the fair"),
                lead: desk.editLead(isAnnounced: isAnnounced), values: desk.fair.typed,
                fields: { filling in
                    let form = FairForm(filling: filling)
                    return [version, form.name] + (isAnnounced ? [] : [form.kind]) + form.placeAndDays + [
                        filling.line(
                            "reason", Bilingual(vi: "Lý do sửa", en: "Why"),
                            hint: isAnnounced
                                ? Bilingual(
                                    vi: "Hiện ở trang công khai của hội chợ.",
                                    en: "Everybody will see it.") : nil, isOptional: !isAnnounced)
                    ]
                }, button: Bilingual(vi: "Lưu", en: "Save")
            ) { fields in
                try await desk.edit(fields, isAnnounced: isAnnounced)
                return .done(desk.address)
            }
        }
    }
}

extension DeskFair {
    fileprivate func editLead(isAnnounced: Bool) -> [Bilingual] {
        var lead = [
            Bilingual(
                vi:
                    "Đơn vị tổ chức và cấp của hội chợ không đổi được. Mọi thay đổi được ghi vào lịch sử hội chợ.",
                en: "Organiser and level stay. Every change is kept in the history of the fair.")
        ]
        if isAnnounced {
            lead.append(
                Bilingual(
                    vi:
                        "Hội chợ đã công bố: phải ghi lý do. Thời gian mới phải gồm mọi ngày đã giao gian hàng hoặc đang có đăng ký.",
                    en:
                        "The fair is announced: say why. Its days must go on covering what was given or asked for."
                ))
        }
        return lead
    }

    fileprivate func edit(_ fields: FormFields, isAnnounced: Bool) async throws {
        var gathering = FormFields.Gathering()
        let typed = try FairForm.Typed(fields, &gathering, kindIsFixed: isAnnounced)
        try Refusal.throwIfAny(gathering.violations)
        do {
            _ = try await registry.editFair(
                id,
                FairChanges(
                    name: fields["name"], kind: typed.kind, venue: fields["venue"], first: typed.first,
                    last: typed.last, setUpOn: typed.setUp ?? typed.first, boothWidth: typed.width,
                    boothDepth: typed.depth),
                version: VersionMatch(Int(fields["version"]) ?? 0), because: fields.text("reason"), as: viewer
            )
        } catch let refusal as Refusal where refusal.violations[0].code == "stale-version" {
            throw Refusal(refusal.violations[0], differences(from: fields))
        }
    }

    /// What the fair is now, at each field in which something else was typed.
    private func differences(from fields: FormFields) -> [Violation] {
        fair.typed.sorted { $0.key < $1.key }.compactMap { field, now in
            let typed = fields[field]
            // a field that was not shown was not typed into
            if typed == now || typed.isEmpty && field == "kind" { return nil }
            let told = FairKind(rawValue: now)?.name.vi ?? now
            return Violation(
                "differs-now", vi: "hiện nay là: \(told)", en: "it is now: \(told)", at: Place(column: field))
        }
    }
}

extension FairRecord {
    /// As the form has it.
    fileprivate var typed: [String: String] {
        [
            "name": name, "kind": kind.rawValue, "venue": venue, "first": days.first.vietnamese,
            "last": days.last.vietnamese, "set_up": setUpOn.vietnamese, "width": boothWidth.vietnamese,
            "depth": boothDepth.vietnamese,
        ]
    }
}
