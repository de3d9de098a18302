import Hummingbird
import NIOCore
import Registry
import RuralIndustry

/// What is made of certificates that are issued.
enum CertificatePaperForms {
    @Sendable static func labels(_ desk: DeskRound) async throws -> DeskForm {
        let live = try await desk.registry.certificates(round: desk.id, as: desk.viewer).filter {
            $0.status(on: desk.today) == .live
        }
        return DeskForm(
            title: Bilingual(vi: "In nhãn sản phẩm", en: "Labels for packages"),
            lead: [
                Bilingual(
                    vi: "Nhãn của \(live.count) giấy còn hiệu lực, thành một tệp PDF.",
                    en: "Labels of \(live.count) live certificates, in one PDF file.")
            ], values: ["size": "70x40", "sheet": "a4", "copies": "1"],
            fields: { filling in
                [
                    filling.line(
                        "size", Bilingual(vi: "Cỡ nhãn (mm)", en: "Size (mm)"),
                        hint: Bilingual(
                            vi: "Rộng x cao, một cạnh từ 40, cạnh kia từ 70. Ví dụ 70x40.",
                            en: "Width x height, one side from 40, the other from 70.")),
                    filling.few(
                        "sheet", Bilingual(vi: "Cách xếp", en: "Sheet"),
                        of: [
                            ("a4", Bilingual(vi: "nhiều nhãn trên tờ A4, có vạch cắt", en: "many on A4")),
                            ("single", Bilingual(vi: "mỗi nhãn một trang", en: "a page each")),
                        ]),
                    filling.line(
                        "copies", Bilingual(vi: "Số bản của mỗi nhãn", en: "Copies of each"),
                        inputMode: "numeric"),
                    filling.area(
                        "numbers", Bilingual(vi: "Chỉ những số này", en: "Only these numbers"),
                        hint: Bilingual(
                            vi: "Mỗi dòng một số. Bỏ trống: mọi giấy còn hiệu lực của kỳ.",
                            en: "One in a line. Empty: all that are live."), isOptional: true),
                ]
            }, button: Bilingual(vi: "Tải tệp nhãn", en: "Get the file"), wayBack: desk.certificates
        ) { fields in
            let chosen = fields["numbers"].split(whereSeparator: \.isNewline).map {
                $0.filter { !$0.isWhitespace }
            }.filter { !$0.isEmpty }
            // the same number twice is one label: more of each is what copies are for
            var seen: Set<String> = []
            let numbers = (chosen.isEmpty ? live.compactMap(\.number) : chosen).filter {
                seen.insert($0).inserted
            }
            if let stranger = numbers.first(where: { number in !live.contains { $0.number == number } }) {
                throw Refusal(
                    Violation(
                        "unknown-certificate", vi: "kỳ này không có giấy còn hiệu lực nào số “\(stranger)”",
                        en: "no live certificate of this round has the number “\(stranger)”",
                        at: Place(column: "numbers")))
            }
            let copies = try fields.number("copies")
            let sheet = fields["sheet"]
            let bytes = try await desk.site.working {
                try await desk.registry.certificateLabels(
                    numbers: numbers, size: fields["size"], onSheets: sheet != "single", copies: copies,
                    on: desk.today, with: $0, as: desk.viewer)
            }
            return .file(.pdf(bytes, name: "nhan-ky-\(desk.id).pdf"))
        }
    }

    @Sendable static func checkpoint(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Điểm kiểm chứng đã ký", en: "Signed checkpoint"),
            lead: [
                Bilingual(
                    vi:
                        "Một tệp nhỏ, ký bằng khóa của sổ, cho biết những gì đã có trong sổ lúc này. Giữ tệp ngoài máy chủ thì sau này chứng minh được không giấy nào bị sửa hoặc chèn thêm.",
                    en:
                        "A small file signed by the registry's key that says what is in the registry now. Kept elsewhere, it shows later that no certificate was changed or slipped in."
                )
            ], button: Bilingual(vi: "Tải điểm kiểm chứng", en: "Get it"), wayBack: desk.certificates
        ) { _ in
            let text = try await desk.site.working {
                try await desk.registry.certificateCheckpoint(
                    ofRound: desk.id, with: $0, at: desk.site.clock(), as: desk.viewer)
            }
            return .file(
                .download(
                    ResponseBody(byteBuffer: .init(string: text)), type: "text/plain; charset=utf-8",
                    name: "diem-kiem-chung-ky-\(desk.id).txt"))
        }
    }
}
