import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Judging as it goes on, and the tally.
    func addJudgingPages(to router: Router<SiteContext>) {
        let progress = DeskProgressRoutes(site: self)
        router.read("/desk/rounds/{id}/progress", progress.page)
        router.read("/desk/rounds/{id}/events", progress.events)
        router.deskPage(self, "tally", for: .tallyRead) { desk in
            desk.answer(try await TallyPage(desk).page)
        }
    }

    /// Meetings and votes, the decision, corrections, notices, papers.
    func addResultPages(to router: Router<SiteContext>) {
        router.deskPage(self, "meetings", for: .meetingRead) { desk in
            desk.answer(try await MeetingPage(desk).page)
        }
        router.deskForm(self, "new-meeting", for: .councilMeet, MeetingForms.meeting)
        router.deskForm(self, "new-vote", for: .councilMeet, MeetingForms.vote)
        router.deskPage(self, "decisions", for: .entryRead) { desk in
            desk.answer(try await DecisionPage(desk).page)
        }
        router.deskForm(self, "decision", for: .roundDecide, DecisionForms.decide)
        router.deskForm(self, "amend", for: .roundDecide, AmendmentForms.amend)
        router.deskPage(self, "corrections", for: .tallyRead) { desk in
            desk.answer(try await CorrectionPage(desk).page)
        }
        router.deskForm(self, "correct", for: .roundCorrect, CorrectionForms.correct)
        router.deskPage(self, "notices", for: .noticeRead) { desk in
            desk.answer(try await NoticePage(desk).page)
        }
        router.deskPage(self, "notices/{file}", for: .noticeRead, NoticeFiles.read)
        router.deskForm(self, "send-notices", for: .noticeSend, NoticeForms.send)
        addPaperPages(to: router)
    }
}
