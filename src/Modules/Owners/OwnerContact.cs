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

    public DateTimeOffset CreatedAt { get; private set; }

    public static OwnerContact Register(Guid id, string region, string name, string phone, FieldCipher cipher, DateTimeOffset now)
    {
        var contact = new OwnerContact { Id = id, Region = region, CreatedAt = now };
        contact.Correct(name, phone, cipher);
        return contact;
    }

    /// <summary>The person fills the form himself (OWN-06); filling it again corrects it.</summary>
    public void Correct(string name, string phone, FieldCipher cipher)
    {
        if (name.Trim() is not { Length: >= 2 and <= 20 } trimmed)
        {
            throw new RuleBroken(OwnerProblems.NameMissing);
        }

        if (!MobileNumber.IsOne(phone))
        {
            throw new RuleBroken(OwnerProblems.PhoneInvalid);
        }

        (Name, PhoneMasked, PhoneHash) = (trimmed, FieldCipher.Mask(phone), MobileNumber.HashOf(phone));
        PhoneSealed = cipher.Seal(phone);
    }
}
