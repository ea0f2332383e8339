using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Phone;

/// <summary>A person as <c>GET /__sandbox/people</c> shows him.</summary>
public sealed class PeopleView(People people, Followers followers, Chats chats)
{
    public object Of(Person person) => new
    {
        key = person.Key,
        name = person.Name,
        kind = person.Kind,
        region = person.Region,
        agencyKey = person.AgencyKey,
        ownerKey = person.OwnerKey,
        userName = person.UserName,
        phone = person.Phone,
        portrait = $"/__sandbox/people/{person.Key}/portrait",
        openIds = new
        {
            agency = people.OpenId(person, AccountKind.Agency),
            owner = people.OpenId(person, AccountKind.Owner),
            miniProgram = people.OpenId(person, AccountKind.MiniProgram),
        },
        unionId = people.UnionId(person),
        follows = new { agency = followers.Follows(person, AccountKind.Agency), owner = followers.Follows(person, AccountKind.Owner) },
        place = followers.PlaceOf(person),
        faceScore = followers.FaceScoreOf(person.Key),
        unread = new { agency = chats.Unread(person, AccountKind.Agency), owner = chats.Unread(person, AccountKind.Owner) },
    };
}
