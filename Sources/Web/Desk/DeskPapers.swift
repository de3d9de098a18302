import Hummingbird
import HummingbirdCore
import Registry
import RuralIndustry

extension Site {
    /// The papers of a round: certificates, their files, minutes, the decision's list.
    func addPaperPages(to router: Router<SiteContext>) {
        router.deskPage(self, "certificates", for: .certificateRead) { desk in
            desk.answer(try await CertificatePage(desk).page)
        }
        router.deskForm(self, "certificates/issue", for: .certificateIssue, CertificateForms.issue)
        router.deskForm(self, "certificates/draw", for: .certificateIssue, CertificateForms.draw)
        router.deskForm(self, "certificates/labels", for: .certificateIssue, LabelForms.labels)
        router.deskForm(
            self, "certificates/checkpoint", for: .certificateIssue, CheckpointForms.checkpoint)
        addDesignPages(to: router)
        router.deskPage(self, "certificates/print", for: .certificateIssue) { desk in
            // to a file first: whoever reads slowly holds no memory
            let file = try NamelessFile()
            try await desk.site.working { workshop in
                try await desk.registry.printCertificates(ofRound: desk.id, with: workshop, as: desk.viewer) {
                    try file.append($0)
                }
            }
            return .download(
                try file.body(), type: "application/pdf", name: "giay-chung-nhan-ky-\(desk.id)-in-chung.pdf")
        }
        router.deskPage(self, "minutes", for: .minutesRead) { desk in
            try await desk.asFound("no-minutes") {
                .text(try await desk.registry.minutesText(ofRound: desk.id, as: desk.viewer))
            }
        }
        router.deskPage(self, "minutes.pdf", for: .minutesRead) { desk in
            try await desk.asFound("no-minutes") {
                let bytes = try await desk.site.working {
                    try await desk.registry.minutesFile(ofRound: desk.id, with: $0, as: desk.viewer)
                }
                return .pdf(bytes, name: "bien-ban-ky-\(desk.id).pdf")
            }
        }
        router.deskPage(self, "decision-list.pdf", for: .entryRead) { desk in
            try await desk.asFound("no-decision") {
                let bytes = try await desk.site.working {
                    try await desk.registry.decisionListFile(ofRound: desk.id, with: $0, as: desk.viewer)
                }
                return .pdf(bytes, name: "danh-sach-quyet-dinh-ky-\(desk.id).pdf")
            }
        }
    }
}

extension DeskRound {
    /// What a round does not have yet is not there.
    fileprivate func asFound(_ code: String, _ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let refusal as Refusal where refusal.violations[0].code == "round-state" {
            throw Problem(.notFound, code: code, detail: refusal.violations[0].text.sentence)
        }
    }

    var certificates: String { "\(address)/certificates" }
}
