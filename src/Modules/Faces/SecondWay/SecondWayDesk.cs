using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Ports;
using WeChatService.Agencies.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faces.SecondWay;

internal sealed class SecondWayDesk(
    AppDb db, CurrentActor actor, IPeople people, ISmsMeters meters, ISmsSender sms, Photos photos, FieldCipher cipher, IAgreements agreements, IRegionPolicies policies, Ids ids,
    TimeProvider time) : ISecondWay
{
    private const int MostWitnesses = 50;

    public async Task<IReadOnlyList<Witness>> Witnesses(Guid personId, string? search, CancellationToken ct)
    {
        var person = await people.Find(personId, ct) ?? throw new RuleBroken(SecondWayProblems.WitnessUnfit);
        var staff = await people.OfAgency(person.AgencyId, ct: ct);
        return [.. staff.Where(p => p.Id != personId && (string.IsNullOrWhiteSpace(search) || p.Name.Contains(search.Trim(), StringComparison.Ordinal)))
            .Take(MostWitnesses).Select(p => new Witness(p.Id, p.Name, p.MaskedPhone))];
    }

    public async Task<CodesSent> Send(Guid personId, Guid witnessId, FacePurpose purpose, Guid subjectId, string region, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await FaceMustHaveFailed(personId, purpose, region, now, ct);
        var person = await people.Find(personId, ct) ?? throw new RuleBroken(SecondWayProblems.WitnessUnfit);
        var witness = await WitnessFor(person, witnessId, ct);
        var (codes, minutes) = (IdentityChallenge.NewCodes(), ((int)IdentityChallenge.Lifetime.TotalMinutes).ToString(System.Globalization.CultureInfo.InvariantCulture));
        IReadOnlyList<(string, SmsLimit)> counted = [(MeterOf(person), SmsLimit.OfOne), (MeterOf(witness), SmsLimit.OfOne)];
        if (await meters.Take(counted, now, ct) is { } full)
        {
            throw new RuleBroken(full == MeterOf(person) ? SecondWayProblems.TooMany : SecondWayProblems.WitnessTooMany);
        }

        try
        {
            await sms.Send(await PhoneOf(person, ct), SmsText.OwnCode, [codes.Own, Says(purpose), minutes], ct);
            await sms.Send(await PhoneOf(witness, ct), SmsText.WitnessCode, [person.Name, Says(purpose), codes.Witness, minutes], ct);
        }
        catch (SmsUnavailable)
        {
            await meters.GiveBack(counted, now, ct);
            throw new RuleBroken(SecondWayProblems.SmsUnavailable);
        }

        var challenge = IdentityChallenge.Of(ids.Next(), person.AgencyId, region, person.Id, witness.Id, purpose, subjectId, codes, cipher, now);
        db.Add(challenge);
        db.Audit("identity.codes_sent", nameof(IdentityChallenge), challenge.Id, $"{person.Name}换用短信验证码，请{witness.Name}见证{Says(purpose)}",
            after: new { purpose, subjectId, witnessId });
        return new CodesSent(challenge.Id, person.MaskedPhone, witness.Name, witness.MaskedPhone, challenge.ExpiresAt, (int)SmsLimit.OfOne.Pause.TotalSeconds);
    }

    public async Task<WitnessedOutcome> Prove(Guid personId, SecondWayAnswer answer, FacePurpose purpose, Guid subjectId, CancellationToken ct)
    {
        var challenge = await db.Set<IdentityChallenge>().FirstOrDefaultAsync(
            c => c.Id == answer.ChallengeId && c.PersonId == personId && c.Purpose == purpose && c.SubjectId == subjectId, ct)
            ?? throw new RuleBroken(SecondWayProblems.ChallengeUnknown);
        var photo = await photos.Find(answer.PhotoId ?? throw new RuleBroken(SecondWayProblems.PhotoMissing), ct);
        await db.MustBeUnused(photo, actor, ct);
        challenge.Use(answer.Code, answer.WitnessCode, cipher, time.GetUtcNow());
        var witness = await people.Find(challenge.WitnessId, ct) ?? throw new RuleBroken(SecondWayProblems.WitnessUnfit);
        var proof = SecondWayProof.Of(ids.Next(), challenge, witness.Name, photo, actor.Required.AccountId, time.GetUtcNow());
        db.Add(proof);
        db.Audit("identity.witnessed", nameof(SecondWayProof), proof.Id, $"非人脸：短信验证码和照片，{witness.Name}见证{Says(purpose)}",
            after: new { purpose, subjectId, proof.WitnessId, proof.PhotoSha256 }, evidence: photo.Id.ToString());
        return new WitnessedOutcome(proof.Id, witness.Id, witness.Name);
    }

    /// <summary>PEO-31: the face comes first; how many refusals open the second way is the region's choice (face.secondWayAfter).</summary>
    private async Task FaceMustHaveFailed(Guid personId, FacePurpose purpose, string region, DateTimeOffset now, CancellationToken ct)
    {
        var after = policies.For(region).Face.SecondWayAfter ?? throw new RuleBroken(SecondWayProblems.NotHere);
        // Who does not agree to the use of his face has nothing that could fail.
        if (!await agreements.Holds(personId, AgreementKind.Face, ct))
        {
            return;
        }

        var lately = now.AddHours(-1);
        if (await db.Set<FaceComparison>().CountAsync(c => c.PersonId == personId && c.Purpose == purpose && c.Verdict != FaceVerdict.Passed && c.At > lately, ct) < after)
        {
            throw new RuleBroken(SecondWayProblems.FaceFirst);
        }
    }

    private async Task<PersonCard> WitnessFor(PersonCard person, Guid witnessId, CancellationToken ct) =>
        witnessId != person.Id && (await people.OfAgency(person.AgencyId, ct: ct)).FirstOrDefault(p => p.Id == witnessId) is { } witness
            ? witness
            : throw new RuleBroken(SecondWayProblems.WitnessUnfit);

    private static string MeterOf(PersonCard person) => $"person:{person.Id}";

    private async Task<string> PhoneOf(PersonCard person, CancellationToken ct) =>
        await people.PhoneOf(person.Id, ct) ?? throw new RuleBroken(SecondWayProblems.WitnessUnfit);

    private static string Says(FacePurpose purpose) => purpose switch
    {
        FacePurpose.Filing => "报告备案",
        FacePurpose.Review => "审核",
        FacePurpose.ConsentRequest or FacePurpose.ConsentDecision => "现场申请",
        _ => "执业打卡",
    };
}
