import Hummingbird
import NIOCore
import Registry
import RuralIndustry

/// What the register is proven by later.
enum CheckpointForms {
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
