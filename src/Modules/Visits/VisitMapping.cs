using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Visits;

internal static class VisitMapping
{
    public const string OneOpenPerPerson = "ux_visit_open_person";
    public const string ChallengeOnce = "pk_spent_challenge";
    public const string OneFormPerDay = "ux_feedback_form_project_day";
    public const string OneFormWriter = "ux_visit_form_writer";
    public const string OneReplyPerForm = "ux_rating_reply_form";
    public const string OneRatingPerForm = "ux_visit_rating_form";

    public static void Map(ModelBuilder model)
    {
        model.Entity<Visit>(b =>
        {
            b.HasVersion();
            b.Property(v => v.Region).HasMaxLength(20);
            b.Property(v => v.Start).AsJson();
            b.Property(v => v.End).AsJson();
            b.Property(v => v.MarkReason).HasMaxLength(200);
            // CHK-04 holds whatever two requests race for.
            b.HasIndex(v => v.PersonId, OneOpenPerPerson).IsUnique().HasFilter("ended_at is null");
            b.HasIndex(v => new { v.ProjectId, v.Day }, OneFormWriter).IsUnique().HasFilter("writes_form");
            // The history of a project, of a person, of an owner; who is on site.
            b.HasIndex(v => new { v.ProjectId, v.StartedAt }).IsDescending(false, true);
            b.HasIndex(v => new { v.PersonId, v.StartedAt }).IsDescending(false, true);
            b.HasIndex(v => new { v.OwnerId, v.StartedAt }).IsDescending(false, true);
            b.HasIndex(v => new { v.AgencyId, v.StartedAt });
            b.HasIndex(v => v.StartedAt, "ix_visit_doubtful").IsDescending(true).HasFilter("is_doubtful");
            b.HasIndex(v => v.ProjectId, "ix_visit_on_site").HasFilter("ended_at is null");
        });
        model.Entity<SpentChallenge>(b =>
        {
            b.Property(s => s.Region).HasMaxLength(20);
            b.HasIndex(s => new { s.PersonId, s.At });
        });
        model.Entity<FeedbackForm>(b =>
        {
            b.HasVersion();
            b.Property(f => f.Region).HasMaxLength(20);
            b.Property(f => f.Content).HasMaxLength(2000);
            b.Property(f => f.Problems).HasMaxLength(2000);
            b.Property(f => f.NextStep).HasMaxLength(2000);
            b.HasOne<Visit>().WithMany().HasForeignKey(f => f.VisitId).OnDelete(DeleteBehavior.Restrict);
            // CHK-11 holds whatever two requests race for.
            b.HasIndex(f => new { f.ProjectId, f.Day }, OneFormPerDay).IsUnique();
            b.HasIndex(f => new { f.OwnerId, f.RatedAt, f.SubmittedAt });
            // The lists of agency and authority, newest first.
            b.HasIndex(f => new { f.AgencyId, f.SubmittedAt });
            b.HasIndex(f => new { f.Region, f.BrigadeId, f.SubmittedAt });
            b.Ignore(f => f.State);
        });
        model.Entity<VisitRating>(b =>
        {
            b.Property(r => r.Region).HasMaxLength(20);
            b.Property(r => r.Comment).HasMaxLength(500);
            b.Property(r => r.Answers).AsJson();
            b.HasOne<FeedbackForm>().WithMany().HasForeignKey(r => r.FormId).OnDelete(DeleteBehavior.Restrict);
            // EVL-04 holds whatever two requests race for.
            b.HasIndex(r => r.FormId, OneRatingPerForm).IsUnique();
            b.HasIndex(r => new { r.ProjectId, r.RatedAt });
        });
        model.Entity<RatingReply>(b =>
        {
            b.HasVersion();
            b.Property(r => r.Region).HasMaxLength(20);
            b.Property(r => r.Text).HasMaxLength(500);
            b.Property(r => r.ByName).HasMaxLength(100);
            b.Property(r => r.CorrectedByName).HasMaxLength(100);
            b.HasOne<FeedbackForm>().WithMany().HasForeignKey(r => r.FormId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(r => r.FormId, OneReplyPerForm).IsUnique();
        });
        model.Entity<SilenceProof>(b =>
        {
            b.Property(p => p.Region).HasMaxLength(20);
            b.Property(p => p.Text).HasMaxLength(500);
            b.Property(p => p.ByName).HasMaxLength(100);
            b.HasOne<FeedbackForm>().WithMany().HasForeignKey(p => p.FormId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
