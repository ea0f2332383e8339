using Microsoft.Extensions.Configuration;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Owners;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Owners.Rules;

public sealed class OwnerRulesTests
{
    private static readonly FieldCipher Cipher = new(new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?> { ["Secrets:FieldKey"] = Convert.ToBase64String("tests only, tests only, only 32b"u8) }).Build());

    [Fact, Rule("OWN-07")]
    public void Who_does_not_declare_to_be_an_employee_is_not_bound()
    {
        ContactBinding Bind(bool isEmployee) =>
            ContactBinding.Declare(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), isEmployee, Sample.Now);
        Assert.Equal(("contact.not_an_employee", "OWN-07"), Sample.Refusal(() => Bind(false)));
        Assert.Equal(Sample.Now, Bind(true).BoundAt);
    }

    [Theory, Rule("OWN-01")]
    [InlineData("样例单位", "临湖区", "样例路 1 号", true)]
    [InlineData(" ", "临湖区", "样例路 1 号", false)]
    [InlineData("样例单位", "", "样例路 1 号", false)]
    [InlineData("样例单位", "临湖区", " ", false)]
    public void A_unit_has_a_name_a_district_and_an_address(string name, string district, string address, bool accepted)
    {
        Owner Enter() => Owner.Enter(Guid.NewGuid(), Guid.NewGuid(), "shanghai", name, "上海市", "上海市", district, address, "NULL", Sample.Now);
        if (accepted)
        {
            Assert.Equal((name, district, address), (Enter().Name, Enter().District, Enter().Address));
        }
        else
        {
            Assert.Equal(("owner.address_incomplete", "OWN-01"), Sample.Refusal(() => Enter()));
        }
    }

    [Theory, Rule("OWN-17")]
    [InlineData("NULL", true)]
    [InlineData("91310000MA1FL0AB2C", true)]
    [InlineData("", false)]
    [InlineData("null", false)]
    [InlineData("91310000MA1FL0AB2", false)]
    [InlineData("91310000MA1FL0AB2CD", false)]
    public void A_unit_without_credit_code_enters_NULL(string code, bool accepted)
    {
        Owner Enter() => Owner.Enter(Guid.NewGuid(), Guid.NewGuid(), "shanghai", "样例单位", "上海市", "上海市", "临湖区", "样例路 1 号", code, Sample.Now);
        if (accepted)
        {
            Assert.Equal(code, Enter().CreditCode);
        }
        else
        {
            Assert.Equal(("owner.credit_code_missing", "OWN-17"), Sample.Refusal(() => Enter()));
        }
    }

    [Theory, Rule("OWN-06")]
    [InlineData("张三", "13900010817", null)]
    [InlineData(" 阿依古丽·买买提 ", "19912345678", null)]
    [InlineData("张", "13900010817", "contact.name_missing")]
    [InlineData("   ", "13900010817", "contact.name_missing")]
    [InlineData("张三张三张三张三张三张三张三张三张三张三张", "13900010817", "contact.name_missing")]
    [InlineData("张三", "1390001081", "contact.phone_invalid")]
    [InlineData("张三", "12900010817", "contact.phone_invalid")]
    [InlineData("张三", "13900010817\n", "contact.phone_invalid")]
    [InlineData("张三", "１３９０００１０８１７", "contact.phone_invalid")]
    public void A_contact_gives_a_name_and_a_mobile_number(string name, string phone, string? refusal)
    {
        OwnerContact Register() => OwnerContact.Register(Guid.NewGuid(), "shanghai", name, phone, Cipher, Sample.Now);
        if (refusal is null)
        {
            Assert.Equal(name.Trim(), Register().Name);
        }
        else
        {
            Assert.Equal((refusal, "OWN-06"), Sample.Refusal(() => Register()));
        }
    }

    [Fact]
    public void A_contacts_phone_is_kept_sealed_shown_masked_and_found_again_by_its_hash()
    {
        var contact = OwnerContact.Register(Guid.NewGuid(), "shanghai", "张三", "13900010817", Cipher, Sample.Now);
        Assert.Equal("139 **** 0817", contact.PhoneMasked);
        Assert.Equal("13900010817", Cipher.Open(contact.PhoneSealed));
        Assert.Equal(MobileNumber.HashOf("13900010817", Cipher), contact.PhoneHash);
        Assert.DoesNotContain("13900010817", System.Text.Encoding.UTF8.GetString(contact.PhoneSealed), StringComparison.Ordinal);
    }
}
