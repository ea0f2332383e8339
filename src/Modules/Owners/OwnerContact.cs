using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Owners;

/// <summary>A person of an owner unit who reads, repairs and rates. What he may see follows from his bindings.</summary>
[Shared("reached only through its bindings, which are isolated, or by its own openid")]
internal sealed class OwnerContact
{
    public Guid Id { get; private set; }
    public string Region { get; private set; } = "";
    public string Name { get; private set; } = "";
    public byte[] PhoneSealed { get; private set; } = [];
    public string PhoneMasked { get; private set; } = "";

    /// <summary>Finds the same phone again without opening it.</summary>
    public string PhoneHash { get; private set; } = "";

    /// <summary>When he proved by an SMS code that the phone is his; null while the agency only says so.</summary>
    public DateTimeOffset? PhoneProvenAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>He had his data deleted: nothing here names him any more.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    public static OwnerContact Register(Guid id, string region, string name, string phone, FieldCipher cipher, DateTimeOffset now)
    {
        var contact = new OwnerContact { Id = id, Region = region, CreatedAt = now };
        contact.Correct(name, phone, cipher);
        return contact;
    }

    /// <summary>The person fills the form himself (OWN-06); filling it again corrects it.</summary>
    public void FillsIn(string name, string provenPhone, FieldCipher cipher, DateTimeOffset now)
    {
        Correct(name, provenPhone, cipher);
        PhoneProvenAt = now;
    }

    public void IsCalled(string name) => Name = Checked(name);

    /// <summary>
    /// What he did stays on record under this id; who he was does not. Reports that were filed keep the name that they were printed with.
    /// </summary>
    public void Erase(FieldCipher cipher, DateTimeOffset now) =>
        (Name, PhoneMasked, PhoneHash, PhoneSealed, PhoneProvenAt, ErasedAt) = ("已删除的联系人", "", $"erased:{Id:N}", cipher.Seal(""), null, now);

    /// <summary>What the agency or the demonstration says of him.</summary>
    public void Correct(string name, string phone, FieldCipher cipher)
    {
        var trimmed = Checked(name);
        if (!MobileNumber.IsOne(phone))
        {
            throw new RuleBroken(OwnerProblems.PhoneInvalid);
        }

        (Name, PhoneMasked, PhoneHash) = (trimmed, FieldCipher.Mask(phone), MobileNumber.HashOf(phone, cipher));
        (PhoneSealed, PhoneProvenAt) = (cipher.Seal(phone), null);
    }

    /// <exception cref="RuleBroken">Too short or too long.</exception>
    public static string Checked(string? name) =>
        name?.Trim() is { Length: >= 2 and <= 20 } trimmed ? trimmed : throw new RuleBroken(OwnerProblems.NameMissing);
}
