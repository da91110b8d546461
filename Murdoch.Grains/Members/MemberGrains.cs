using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Members;

/// <summary>References to members' grains. Orleans' factory reads the interface's attributes by reflection for each of them, this asks it once.</summary>
internal sealed class MemberGrains(IGrainFactory grains)
{
    private readonly Lazy<GrainReference> _any = new(() => (GrainReference)grains.GetGrain<IMemberGrain>(0, "0"));

    public IMemberGrain Get(GuildId guild, UserId member) => (IMemberGrain)grains.GetGrain(
        GrainId.Create(_any.Value.GrainId.Type, GrainIdKeyExtensions.CreateIntegerKey(guild.Key, member.ToString())), _any.Value.InterfaceType);
}
