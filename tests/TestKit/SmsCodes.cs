using System.Text.RegularExpressions;

namespace WeChatService.TestKit;

/// <summary>The second way (非人脸) as a person goes it: two SMS, a photo, a witness.</summary>
public static class SmsCodes
{
    /// <summary>The six digits of the latest SMS on somebody's phone.</summary>
    public static Task<string> SmsCode(this House house, string personKey) => house.Sandbox.SmsCode(personKey);

    public static async Task<string> SmsCode(this SandboxDriver sandbox, string personKey)
    {
        var text = (await sandbox.Get($"sms?person={personKey}")).EnumerateArray().Last().GetProperty("text").GetString()!;
        return Regex.Match(text, "[0-9]{6}").Value;
    }

    /// <summary>
    /// What the binding page sends: name, declaration, consent, and the code that came by SMS, which somebody known need not ask for again.
    /// </summary>
    public static async Task<object> BindingForm(this SandboxDriver sandbox, Caller contact, string scene, string personKey)
    {
        var (person, page) = (Demo.Person(personKey), (await contact.Get($"/invitations/{scene}")).ShouldBeOk());
        var known = page["known"].ValueKind == System.Text.Json.JsonValueKind.Object || page["state"].GetString() == "Bound";
        var sent = known ? null : (await contact.Post("/bindings/codes", new { scene, phone = person.Phone })).ShouldBeOk();
        return new
        {
            scene, name = person.Name, isEmployee = true, consentVersion = page["privacyVersion"].GetString(), codeId = sent?["codeId"].GetGuid(),
            code = sent is null ? null : await sandbox.SmsCode(personKey),
        };
    }

    /// <summary>What the page sends: both codes of <paramref name="sent"/>, and a fresh photo of the person unless another is given.</summary>
    public static async Task<object> SecondWay(this House house, Caller caller, Answer sent, string personKey, string witnessKey, Guid? photo = null) => new
    {
        challengeId = sent["challengeId"].GetGuid(), code = await house.SmsCode(personKey), witnessCode = await house.SmsCode(witnessKey),
        photoId = photo ?? await caller.UploadSelfie(personKey),
    };

    /// <summary>A stranger's face, so that the comparison fails and the second way opens.</summary>
    public static async Task<Guid> StrangersFace(this House house, Caller caller, Scene scene) =>
        (await caller.Upload(await house.Phone(scene.StrangerKey).Selfie(), "Selfie")).ShouldBeOk().Id;
}
