public import RuralIndustry

/// Minutes of a closed round as a paper: what was decided on what basis, by whom, what was left out and why, and what lets a
/// stranger check it.
struct MinutesForm {
    let minutes: RoundMinutes
    private var chapters = 0

    init(_ minutes: RoundMinutes) { self.minutes = minutes }

    static func document(_ minutes: RoundMinutes) -> OfficeDocument {
        var form = MinutesForm(minutes)
        return OfficeDocument(
            title: "Biên bản tổng hợp kết quả – \(minutes.name)", author: minutes.authority,
            date: minutes.closedOn,
            sections: [
                OfficeSection(
                    runningHead: "Biên bản tổng hợp kết quả – \(minutes.name)",
                    foot:
                        "Kỳ bình chọn số \(minutes.round) · kết quả \(minutes.evidence.linesSHA256.prefix(16))",
                    blocks: form.blocks())
            ])
    }

    private mutating func blocks() -> [OfficeBlock] {
        var blocks = opening
        blocks += chapter("Hội đồng bình chọn và Ban Giám khảo") + seats
        blocks += chapter("Xung đột lợi ích, từ chối chấm") + conflicts
        blocks += chapter("Hồ sơ và điểm chấm") + entries + marks
        if !minutes.corrections.isEmpty { blocks += chapter("Sửa kết quả sau khi khóa điểm") + corrections }
        blocks += chapter("Kết quả") + result
        blocks += chapter("Sản phẩm bằng điểm") + ties
        if !minutes.meetings.isEmpty { blocks += chapter("Họp và biểu quyết của Hội đồng") + meetings }
        if let decision = minutes.decision {
            blocks += chapter("Quyết định công nhận")
            blocks.append(
                .body(
                    "Quyết định số \(decision.number) \(decision.day.inWords) của \(decision.authority)."))
            blocks += decision.amendments.map {
                .body(
                    "Được sửa đổi bởi Quyết định số \($0.number) \($0.day.inWords) của \($0.authority). Lý do: \($0.reason)"
                )
            }
        }
        blocks += chapter("Bằng chứng để kiểm tra") + evidence
        return blocks + signatures
    }

    private mutating func chapter(_ title: String) -> [OfficeBlock] {
        chapters += 1
        return [.heading("\(Self.roman[min(chapters, Self.roman.count) - 1]). \(title)")]
    }

    private static let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]

    // MARK: Opening

    private var opening: [OfficeBlock] {
        var blocks: [OfficeBlock] = [
            .nationalHeading(
                NationalHeading(
                    superior: minutes.authority.uppercased(),
                    issuer: "HỘI ĐỒNG BÌNH CHỌN SẢN PHẨM CÔNG NGHIỆP NÔNG THÔN TIÊU BIỂU",
                    number: "Số: ……/BB-HĐBC", placeAndDate: "\(minutes.place), \(minutes.closedOn.inWords)")),
            .title(
                "BIÊN BẢN",
                about: [
                    "Tổng hợp kết quả bình chọn sản phẩm công nghiệp nông thôn tiêu biểu \(minutes.levelName)"
                ]),
        ]
        blocks += minutes.basis.legalBasis.map {
            .paragraph(.italic("Căn cứ văn bản số \($0);"))
        }
        blocks += minutes.acts.map { act in
            .paragraph(
                .italic(
                    "Căn cứ văn bản số \(act.number) \(act.day.inWords) của \(act.authority) về \(act.body);")
            )
        }
        let title = minutes.basis.title.map { " (\($0))" } ?? ""
        blocks.append(
            .paragraph(
                .italic(
                    "Căn cứ bộ quy tắc “\(minutes.basis.regulation)”\(title) và kế hoạch của kỳ bình chọn,")))
        blocks.append(
            .body(
                "\(minutes.closedOn.inWords.capitalizedFirst), điểm chấm của kỳ bình chọn “\(minutes.name)” "
                    + "(số \(minutes.round), tổ chức \(minutes.heldOn.inWords)) được khóa và tổng hợp như sau."
            ))
        return blocks
    }

    // MARK: Seats

    private var seats: [OfficeBlock] {
        var blocks: [OfficeBlock] = []
        if minutes.council.isEmpty {
            blocks.append(.body("Không có thành viên Hội đồng nào được ghi nhận."))
        } else {
            blocks += [.body("Hội đồng bình chọn:"), .table(table(of: minutes.council))]
        }
        blocks.append(.body(presence))
        blocks += [.body("Ban Giám khảo:"), .table(table(of: minutes.panel))]
        if let needed = minutes.attendance.judgesNeededPerEntry {
            blocks.append(.body("Mỗi sản phẩm cần điểm hợp lệ của ít nhất \(needed) giám khảo."))
        }
        if let draw = minutes.draw { blocks.append(.body(sentence(of: draw))) }
        return blocks
    }

    private func sentence(of draw: RoundMinutes.Draw) -> String {
        let drawn =
            "Giám khảo của từng sản phẩm được bốc thăm: \(draw.perEntry) giám khảo mỗi sản phẩm, mầm “\(draw.seed)”"
        guard let hash = draw.inputSHA256 else { return drawn + "." }
        return drawn
            + ". Ai có dữ liệu bốc thăm (cnnt assignment recompute \(minutes.round) --out TỆP) cũng bốc lại được; SHA-256 của dữ liệu: \(hash)."
    }

    private var presence: String {
        let sitting = minutes.council.count { $0.to == nil || $0.to.map { $0 >= minutes.closedOn } ?? false }
        let needed = minutes.attendance.membersNeeded.map { " (cần ít nhất \($0))" } ?? ""
        guard let present = minutes.attendance.membersPresent else {
            return "Số thành viên Hội đồng có mặt khi khóa điểm: không ghi nhận\(needed)."
        }
        return "Số thành viên Hội đồng có mặt khi khóa điểm: \(present)/\(sitting)\(needed)."
    }

    private func table(of seats: [RoundMinutes.Seat]) -> OfficeTable {
        let isPanel = seats.contains { $0.code != nil }
        return OfficeTable(
            columns: [
                .init(title: isPanel ? "Mã" : "TT", share: 0.1, alignment: .center),
                .init(title: "Họ và tên", share: 0.3), .init(title: "Chức danh", share: 0.25),
                .init(title: isPanel ? "Nơi công tác" : "Chức vụ", share: 0.35),
            ],
            rows: seats.enumerated().map { index, seat in
                var position = seat.position ?? ""
                if let to = seat.to {
                    position += (position.isEmpty ? "" : "; ") + "đến hết ngày \(to.vietnamese)"
                }
                return .init(cells: [
                    .init(seat.code ?? "\(index + 1)"), .init(OfficeText(seat.name), isHeader: true),
                    .init(seat.title), .init(position),
                ])
            })
    }

    // MARK: Conflicts and exclusions

    private var conflicts: [OfficeBlock] {
        guard !minutes.conflicts.isEmpty else {
            return [.body("Không có giám khảo nào có xung đột lợi ích với cơ sở tham gia.")]
        }
        return minutes.conflicts.map { conflict in
            let entries =
                conflict.entries.isEmpty
                ? "cơ sở không có sản phẩm dự chấm" : conflict.entries.joined(separator: ", ")
            let reason = conflict.reason.map { ", lý do: \($0)" } ?? ""
            let sheets =
                conflict.excludedSheets == 0
                ? "" : "; \(conflict.excludedSheets) phiếu đã nộp không được tính"
            return .paragraph(
                OfficeText(
                    "Giám khảo \(conflict.judge): \(entries) – \(conflict.source) ngày "
                        + "\(conflict.declaredOn.vietnamese)\(reason) (người ghi: \(conflict.recordedBy))\(sheets)."
                ),
                .item)
        }
    }

    private var entries: [OfficeBlock] {
        let counts = minutes.entries
        var blocks: [OfficeBlock] = [
            .body(
                "Số hồ sơ đã nộp: \(counts.filed); được chấp nhận và chấm điểm: \(counts.accepted); "
                    + "không dự chấm: \(counts.others.count).")
        ]
        blocks += counts.others.map { other in
            let reason = other.reason.map { ": \($0)" } ?? ""
            return .paragraph(OfficeText("\(other.code) – \(other.state.name.vi)\(reason)."), .item)
        }
        return blocks
    }

    private var marks: [OfficeBlock] {
        let marks = minutes.marks
        let excluded = marks.excluded.reduce(0) { $0 + $1.marks }
        var blocks: [OfficeBlock] = [
            .body(
                "Điểm đã nộp: \(marks.submitted) = được tính: \(marks.counted) + không được tính: \(excluded)"
                    + (marks.excluded.isEmpty
                        ? "."
                        : " ("
                            + marks.excluded.map { "\($0.reason): \($0.marks)" }.joined(separator: "; ")
                            + ")."))
        ]
        if !marks.untaken.isEmpty {
            blocks.append(
                .body(
                    "Phiếu giấy đã gõ vào máy nhưng không được nhận, nên không có trong số điểm đã nộp: "
                        + marks.untaken.map(Self.sentence).joined(separator: "; ") + "."))
        }
        guard !marks.sheets.isEmpty else { return blocks }
        blocks.append(.body("Các phiếu có điểm không được tính:"))
        blocks.append(
            .table(
                OfficeTable(
                    columns: [
                        .init(title: "Mã số", share: 0.15), .init(title: "Giám khảo", share: 0.15),
                        .init(title: "Lý do (số điểm)", share: 0.42),
                        .init(title: "Người nhập, ngày", share: 0.28),
                    ],
                    rows: marks.sheets.map { sheet in
                        let stage = sheet.stage.map { " (vòng \($0))" } ?? ""
                        return .init(cells: [
                            .init(OfficeText(sheet.entry), isHeader: true), .init(sheet.judge + stage),
                            .init(
                                sheet.excluded.map { "\($0.reason) (\($0.marks))" }.joined(separator: "; ")),
                            .init("\(sheet.recordedBy), \(sheet.recordedOn.vietnamese)"),
                        ])
                    })))
        return blocks
    }

    private static func sentence(of paper: RoundMinutes.Marks.Untaken) -> String {
        let stage = paper.stage.map { ", vòng \($0)" } ?? ""
        return
            "sản phẩm \(paper.entry), giám khảo \(paper.judge)\(stage) – \(paper.reason) (\(paper.marks) điểm, người gõ: \(paper.typedBy.joined(separator: ", ")))"
    }

    // MARK: Result

    private var result: [OfficeBlock] {
        let result = minutes.result
        var text =
            "Xếp hạng \(result.ranksWithinGroups ? "trong từng nhóm sản phẩm" : "chung các nhóm sản phẩm")."
        if let threshold = result.threshold {
            text +=
                " Sản phẩm đạt từ \(threshold.vietnamese) điểm trở lên đủ điều kiện công nhận; so sánh bằng số chính xác, "
                + "không làm tròn."
        }
        var blocks: [OfficeBlock] = [.body(text), .table(resultTable)]
        let used = result.groups.enumerated().filter { _, group in
            result.lines.contains { $0.group == group.id }
        }
        blocks.append(
            .paragraph(
                .italic(
                    "Nhóm: " + used.map { "\($0.offset + 1) – \($0.element.name)" }.joined(separator: "; ")
                        + ". GK: số giám khảo có điểm được tính."), .note))
        return blocks + shortfalls
    }

    /// Where the rounded number of the table and “không đạt” beside it would seem to contradict each other.
    private var shortfalls: [OfficeBlock] {
        minutes.result.lines.compactMap { line in
            line.tally.shortfall(below: minutes.result.threshold).map { shortfall in
                let shown = line.tally.shown?.vietnameseNumber ?? ""
                return .body(
                    "\(line.tally.entry) không đạt: điểm chính xác \(shortfall.description.vietnameseNumber); "
                        + "\(shown) trong bảng là số đã làm tròn.")
            }
        }
    }

    private var resultTable: OfficeTable {
        let names = minutes.namesEntrants
        var columns: [OfficeTable.Column] = [
            .init(title: "Hạng", share: 0.08, alignment: .center),
            .init(title: "Mã số", share: names ? 0.115 : 0.22),
        ]
        if names { columns.append(.init(title: "Sản phẩm, cơ sở", share: 0.33)) }
        columns += [
            .init(title: "Nhóm", share: names ? 0.08 : 0.1, alignment: .center),
            .init(title: "Điểm", share: names ? 0.085 : 0.12, alignment: .center),
            .init(title: "Số chính xác", share: names ? 0.11 : 0.2, alignment: .center),
            .init(title: "GK", share: names ? 0.06 : 0.1, alignment: .center),
            .init(title: "Kết luận", share: names ? 0.14 : 0.18, alignment: .center),
        ]
        return OfficeTable(columns: columns, rows: minutes.result.lines.map(row), size: 9.5)
    }

    private func row(_ line: RoundMinutes.Line) -> OfficeTable.Row {
        let tally = line.tally
        var cells: [OfficeTable.Cell] = [
            .init(tally.rank.map { String($0) } ?? "–"), .init(OfficeText(tally.entry), isHeader: true),
        ]
        if minutes.namesEntrants {
            cells.append(
                .init(
                    .bold(line.product ?? "") + OfficeText(line.establishment.map { " – \($0)" } ?? "")))
        }
        let group = minutes.result.groups.firstIndex { $0.id == line.group }.map { String($0 + 1) }
        cells += [
            .init(group ?? line.group.rawValue), .init(tally.shown?.vietnameseNumber ?? "–"),
            .init(tally.total?.description.vietnameseNumber ?? "–"), .init(String(tally.judges)),
            .init(conclusion(line)),
        ]
        return .init(cells: cells)
    }

    private func conclusion(_ line: RoundMinutes.Line) -> String {
        if let reason = line.tally.reason {
            return switch reason {
            case .tooFewMarks: "không đủ điểm"
            case .belowQuorum: "không đủ số giám khảo"
            case .notInFinalStage: "không vào vòng sau"
            }
        }
        let eligibility =
            switch line.tally.eligible {
            case .some(true): "đạt"
            case .some(false): "không đạt"
            case .none: ""
            }
        guard let recognised = line.isRecognised else { return eligibility }
        let more = [line.awardClass.map { "hạng \($0)" }, line.setName.map { "bộ “\($0)”" }].compactMap(
            \.self)
        return ([recognised ? "công nhận" : "không công nhận"] + more).joined(separator: ", ")
    }

    private var ties: [OfficeBlock] {
        guard !minutes.result.ties.isEmpty else { return [.body("Không có sản phẩm nào bằng điểm.")] }
        return minutes.result.ties.map { tie in
            let total = tie.total.description.vietnameseNumber
            let steps = tie.steps.map(sentence).joined(separator: "; ")
            return .paragraph(
                OfficeText("\(tie.entries.joined(separator: ", ")) cùng \(total) điểm: \(steps)."), .item)
        }
    }

    private func sentence(_ step: EqualTotals.Step) -> String {
        switch step {
        case .criterion(let id, let values):
            let name = minutes.result.criteria[id] ?? id
            let list = values.map { "\($0.entry) \($0.panel?.description.vietnameseNumber ?? "–")" }
            return "so tiêu chí “\(name)” (\(list.joined(separator: "; ")))"
        case .draw(let entries):
            return
                "bốc thăm \(entries.joined(separator: ", ")) bằng SHA-256 với mầm “\(minutes.result.seed ?? "")”"
        case .share(let entries): return "\(entries.joined(separator: ", ")) đồng hạng"
        }
    }

    // MARK: Corrections

    private var corrections: [OfficeBlock] {
        minutes.corrections.map { correction in
            let reason = correction.reason.map { "; lý do: \($0)" } ?? ""
            let place =
                correction.isIncluded
                ? "đã tính vào kết quả dưới đây" : "sau quyết định, không tính vào kết quả dưới đây"
            return .paragraph(
                OfficeText(
                    "Bản \(correction.version), theo văn bản số \(correction.number) \(correction.day.inWords): "
                        + "sửa \(correction.marks) điểm\(reason) – \(place)."), .item)
        }
    }

    // MARK: Meetings

    private var meetings: [OfficeBlock] {
        minutes.meetings.flatMap { meeting -> [OfficeBlock] in
            let place = meeting.place.map { " tại \($0)" } ?? ""
            let needed = meeting.needed.map { " (cần ít nhất \($0))" } ?? ""
            let intro =
                "\(meeting.heldOn.inWords.capitalizedFirst)\(place), có mặt \(meeting.present.count) thành viên\(needed): "
                + meeting.present.joined(separator: ", ") + "."
            return [.body(intro)]
                + meeting.votes.map { vote in
                    let subject = vote.entry.map { "sản phẩm \($0)" } ?? "danh sách đề nghị công nhận"
                    return .paragraph(
                        OfficeText(
                            "Biểu quyết về \(subject): \(vote.inFavour) đồng ý, \(vote.against) không đồng ý, "
                                + "\(vote.abstained) không có ý kiến – \(vote.isAdopted ? "thông qua" : "không thông qua")."
                        ), .item)
                }
        }
    }

    // MARK: Evidence

    private var evidence: [OfficeBlock] {
        let evidence = minutes.evidence
        var rows: [(String, String)] = [
            ("Quy tắc đã ghim", minutes.basis.rulesSHA256), ("Các dòng kết quả", evidence.linesSHA256),
            (bundleName, evidence.bundleSHA256),
        ]
        rows += evidence.parts.map { ("Phần “\($0.name)” của gói", $0.sha256) }
        var blocks: [OfficeBlock] = [
            .body(
                "Ai có gói kết quả (cnnt bundle export --closing) cũng tính lại được toàn bộ và so với các mã băm SHA-256 dưới đây."
            ),
            hashes("Nội dung", rows),
        ]
        if let checkpoint = evidence.checkpoint {
            blocks += self.blocks(of: checkpoint)
        } else {
            blocks.append(
                .body(
                    "Chưa có điểm kiểm chứng nào được in kèm (cnnt audit checkpoint)."
                ))
        }
        return blocks
    }

    private func blocks(of checkpoint: RoundMinutes.Evidence.Checkpoint) -> [OfficeBlock] {
        var blocks: [OfficeBlock] = [
            .body(
                "Điểm kiểm chứng có ký lúc \(checkpoint.time) bằng khóa \(checkpoint.key): cây \(checkpoint.treeSize) lá, "
                    + "kết quả này là lá số \(checkpoint.leaf) (đếm từ 0); chuỗi nhật ký \(checkpoint.chainLength) mắt xích. "
                    + "Đi từ lá theo các mã băm của đường dẫn (RFC 6962, mục 2.1.1) phải tới đúng gốc cây."),
            hashes(
                "Điểm kiểm chứng",
                [
                    ("Gốc cây", checkpoint.root), ("Đầu chuỗi", checkpoint.chainHead),
                    ("Lá của kết quả này", checkpoint.leafSHA256),
                ] + Self.steps("Đường dẫn", checkpoint.inclusionPath)),
        ]
        guard let earlier = checkpoint.earlier else {
            return blocks + [.body("Trước kết quả này chưa có điểm kiểm chứng nào được ký.")]
        }
        blocks += [
            .body(
                "Điểm kiểm chứng ngay trước kết quả này, ký lúc \(earlier.time), có \(earlier.treeSize) lá. Các mã băm nối "
                    + "(RFC 6962, mục 2.1.2) cho thấy những lá đó còn nguyên ở đầu cây \(checkpoint.treeSize) lá."
            ),
            hashes(
                "Điểm kiểm chứng trước",
                [("Gốc cây trước", earlier.root)] + Self.steps("Nối", earlier.consistencyPath)),
        ]
        return blocks
    }

    private func hashes(_ title: String, _ rows: [(String, String)]) -> OfficeBlock {
        .table(
            OfficeTable(
                columns: [.init(title: title, share: 0.3), .init(title: "SHA-256", share: 0.7)],
                rows: rows.map { .init(cells: [.init(OfficeText($0.0), isHeader: true), .init($0.1)]) },
                size: 8.5))
    }

    private static func steps(_ name: String, _ path: [String]) -> [(String, String)] {
        path.enumerated().map { ("\(name), bước \($0.offset + 1)", $0.element) }
    }

    private var bundleName: String {
        minutes.corrections.last(where: \.isIncluded).map { "Gói kết quả, bản \($0.version)" }
            ?? "Gói kết quả ngày khóa điểm"
    }

    // MARK: Signatures

    private var signatures: [OfficeBlock] {
        let judges = minutes.panel.filter { $0.to == nil }
        let chair = minutes.council.first { $0.title == CouncilRole.chair.name.vi && $0.to == nil }
        let secretary = minutes.council.first { $0.title == CouncilRole.secretary.name.vi && $0.to == nil }
        let head = minutes.panel.first { $0.title == PanelRole.head.name.vi && $0.to == nil }
        return [
            .together([
                .body("Biên bản đã được đọc lại cho các thành viên Ban Giám khảo cùng nghe và ký tên:"),
                .table(
                    OfficeTable(
                        columns: [
                            .init(title: "Mã", share: 0.1, alignment: .center),
                            .init(title: "Họ và tên", share: 0.35), .init(title: "Chức danh", share: 0.25),
                            .init(title: "Chữ ký", share: 0.3),
                        ],
                        rows: judges.map {
                            .init(cells: [
                                .init($0.code ?? ""), .init(OfficeText($0.name), isHeader: true),
                                .init($0.title),
                                .init(""),
                            ])
                        }, rowHeight: 26)),
                .signatures([
                    .init(title: "THƯ KÝ", name: secretary?.name ?? ""),
                    .init(title: "TRƯỞNG BAN GIÁM KHẢO", name: head?.name ?? ""),
                    .init(title: "CHỦ TỊCH HỘI ĐỒNG", name: chair?.name ?? ""),
                ]),
            ])
        ]
    }
}

extension OfficeBlock {
    fileprivate static func body(_ text: String) -> OfficeBlock { .paragraph(OfficeText(text)) }
}

extension String {
    /// A number as Vietnamese papers print it: `83,50`.
    fileprivate var vietnameseNumber: String { String(map { $0 == "." ? "," : $0 }) }

    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension OfficeRenderer {
    /// Minutes as a PDF file.
    public func render(_ minutes: RoundMinutes) throws -> [UInt8] {
        try render(MinutesForm.document(minutes))
    }
}

extension RoundMinutes {
    /// The same as plain text, lines of at most 100 characters.
    public var text: String { OfficePlainText(MinutesForm.document(self)).text }
}
