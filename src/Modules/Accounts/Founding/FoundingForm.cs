using System.Text.RegularExpressions;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts.Founding;

/// <summary>Which part comes next: 营业执照, 法人实名, 登录密码, 基本信息; or all are done.</summary>
internal enum FoundingState { Named, Licensed, LegalPersonKnown, PasswordSet, Complete }

/// <summary>The legal person with three pictures of his (ORG-37).</summary>
internal sealed record LegalPerson(string Name, string IdentityNumber, Guid IdFrontId, Guid IdBackId, Guid PortraitId);

/// <summary>
/// 机构注册 in four parts (ORG-34): 机构实名 → 法人实名 → 登录密码 → 基本信息. The national system is asked at the first; with the last the agency is
/// there and this account manages it.
/// </summary>
[Shared("the registrant's own; found by his account, and no door lists registrations")]
internal sealed partial class FoundingForm
{
    private const int LeastShortSide = 480, LeastLongSide = 640;

    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public string Region { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string CreditCode { get; private set; } = "";
    public string Phone { get; private set; } = "";
    public Guid? LicenceId { get; private set; }
    public string? LegalPersonName { get; private set; }
    public byte[]? SealedLegalPersonNumber { get; private set; }
    public Guid? IdFrontId { get; private set; }
    public Guid? IdBackId { get; private set; }
    public Guid? PortraitId { get; private set; }
    public FoundingState State { get; private set; }
    public Guid? AgencyId { get; private set; }
    public DateTimeOffset BeganAt { get; private set; }

    private FoundingForm()
    {
    }

    public static FoundingForm Begin(Guid id, Guid accountId, string region, string name, string creditCode, string phone, DateTimeOffset now) =>
        new() { Id = id, AccountId = accountId, Region = region, Name = name, CreditCode = creditCode, Phone = phone, BeganAt = now };

    /// <summary>ORG-03: eighteen characters, as printed on the licence. Null: it can be nobody's.</summary>
    public static string? ReadCreditCode(string? typed) => typed?.Trim().ToUpperInvariant() is { } code && CreditCodeShape().IsMatch(code) ? code : null;

    public void TakeLicence(StoredObject picture)
    {
        MustBeAt(FoundingState.Named);
        MustBeLegible([picture]);
        (LicenceId, State) = (picture.Id, Further(FoundingState.Licensed));
    }

    /// <summary>ORG-37: with fewer pixels nobody reads the small print of a licence or a card.</summary>
    /// <exception cref="RuleBroken">One of them is too small.</exception>
    public static void MustBeLegible(IEnumerable<StoredObject> pictures)
    {
        if (pictures.Any(p => Math.Min(p.Width, p.Height) < LeastShortSide || Math.Max(p.Width, p.Height) < LeastLongSide))
        {
            throw new RuleBroken(FoundingProblems.PictureTooSmall);
        }
    }

    public void TakeLegalPerson(LegalPerson who, FieldCipher cipher)
    {
        MustBeAt(FoundingState.Licensed);
        (LegalPersonName, SealedLegalPersonNumber, IdFrontId, IdBackId, PortraitId, State) =
            (who.Name, cipher.Seal(who.IdentityNumber), who.IdFrontId, who.IdBackId, who.PortraitId, Further(FoundingState.LegalPersonKnown));
    }

    public void TakePassword()
    {
        MustBeAt(FoundingState.LegalPersonKnown);
        State = Further(FoundingState.PasswordSet);
    }

    public void Complete(Guid agencyId)
    {
        MustBeAt(FoundingState.PasswordSet);
        (AgencyId, State) = (agencyId, FoundingState.Complete);
    }

    /// <summary>The parts come in their order; one that is done may be done again until the end.</summary>
    /// <exception cref="RuleBroken">ORG-34: an earlier part is missing, or all are done.</exception>
    public void MustBeAt(FoundingState least) =>
        _ = State == FoundingState.Complete ? throw new RuleBroken(FoundingProblems.Complete)
            : State < least ? throw new RuleBroken(FoundingProblems.OutOfOrder)
            : true;

    private FoundingState Further(FoundingState reached) => State > reached ? State : reached;

    /// <summary>GB 32100: digits and capital letters without I, O, S, V, Z.</summary>
    [GeneratedRegex(@"^[0-9A-HJ-NP-RTUW-Y]{18}\z")]
    private static partial Regex CreditCodeShape();
}

internal static class FoundingProblems
{
    public static readonly Problem NotHere = new("agency_registration.not_here", 409, "本地区的机构不用自己注册。请联系当地消防部门开通帐号。", "ORG-34");
    public static readonly Problem PhoneFirst = new("agency_registration.phone_first", 409, "先用微信手机号登录一次，再注册。", "ORG-34");
    public static readonly Problem NameMissing = new("agency_registration.name_missing", 422, "请填营业执照上的机构名称。", "ORG-34");
    public static readonly Problem CreditCodeInvalid = new("agency_registration.credit_code_invalid", 422, "统一社会信用代码不对，一共 18 位，请对照营业执照再填一遍。", "ORG-03");
    public static readonly Problem NotKnownNationally = new("agency_registration.not_known_nationally", 409, "全国系统里没有这家机构，或名称和信用代码对不上。请先在全国系统登记，再来注册。", "ORG-34");
    public static readonly Problem RegisteredAlready = new("agency_registration.exists", 409, "这家机构注册过了。请用当时的手机号登录。", "ORG-34");
    public static readonly Problem None = new("agency_registration.none", 404, "还没有开始注册。请先填机构实名信息。", "ORG-34");
    public static readonly Problem OutOfOrder = new("agency_registration.out_of_order", 409, "前一步还没有做完，请按顺序办。", "ORG-34");
    public static readonly Problem Complete = new("agency_registration.complete", 409, "机构已经注册好了，在电脑管理端登录就行。", "ORG-34");
    public static readonly Problem LegalPersonMissing = new("agency_registration.legal_person_missing", 422, "请填法定代表人身份证上的姓名和 18 位身份证号。", "ORG-37");
    public static readonly Problem NotTheLegalPerson = new("agency_registration.not_the_legal_person", 409, "这个人不是全国系统里登记的法定代表人。请法定代表人本人来办。", "ORG-34");
    public static readonly Problem PictureTooSmall = new("agency_registration.picture_too_small", 422, "照片太小，上面的字看不清。请靠近一些，用相机重新拍一张。", "ORG-37");
    public static readonly Problem PicturesMissing = new("agency_registration.pictures_missing", 422, "身份证人像面、国徽面和证件照要三张不同的照片，请补齐。", "ORG-37");
}
