using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Murdoch.Silo.Settings;

/// <summary>One setting: a property of an options class that carries the setting's name.</summary>
internal sealed class Setting
{
    private readonly ValidationAttribute[] _rules;

    private Setting(string name, Type optionsType, PropertyInfo property, object defaults)
    {
        Name = name;
        Options = optionsType;
        Property = property.Name;
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Default = property.GetValue(defaults);
        Required = property.IsDefined(typeof(RequiredAttribute));
        _rules = [.. property.GetCustomAttributes<ValidationAttribute>().Where(rule => rule is not RequiredAttribute)];
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description;
    }

    public string Name { get; }
    public Type Options { get; }
    public string Property { get; }
    public object? Default { get; }
    public bool Required { get; }

    /// <summary>What the setting is, for the sentence about one that is missing.</summary>
    public string? Description { get; }
    public bool IsSecret => Secrets.IsSecret(Name);
    private Type Type { get; }

    /// <summary>The settings of an options class: its properties that name one.</summary>
    public static IEnumerable<Setting> Of(Type optionsType)
    {
        var named = optionsType.GetProperties().Where(property => property.IsDefined(typeof(ConfigurationKeyNameAttribute))).ToArray();
        if (named.Length == 0) return [];
        var defaults = Activator.CreateInstance(optionsType)!;
        return named.Select(property =>
            new Setting(property.GetCustomAttribute<ConfigurationKeyNameAttribute>()!.Name, optionsType, property, defaults));
    }

    /// <returns>What is wrong with a value, as a sentence that goes on from the name; null when it is allowed.</returns>
    public string? FindProblem(string? given)
    {
        if (given is null)
            return Required && Default is null or "" ? $"is not set{(Description is null ? "" : $": {Description}")}" : null;
        var shown = Secrets.Show(Name, given) is var text && text == Secrets.Hidden ? text : $"\"{text}\"";
        object? value;
        try
        {
            value = TypeDescriptor.GetConverter(Type).ConvertFromInvariantString(given);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException)
        {
            return $"is {shown}: {Allowed()}";
        }
        var context = new ValidationContext(this) { DisplayName = Name, MemberName = Name };
        return _rules.Any(rule => rule.GetValidationResult(value, context) is not null) ? $"is {shown}: {Allowed()}" : null;
    }

    private string Allowed()
    {
        // An attribute's own words are either what is allowed or a sentence that begins with the setting's name.
        var worded = _rules.OfType<AllowedValuesAttribute>().Any() ? null : _rules.FirstOrDefault(rule => rule.ErrorMessage is not null)?.ErrorMessage;
        return worded?.StartsWith($"{Name} ", StringComparison.Ordinal) == true ? $"it {worded[(Name.Length + 1)..].TrimEnd('.')}" : $"allowed is {worded ?? ByType()}";
    }

    private string ByType()
    {
        if (_rules.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } list)
            return string.Join(", ", list.Values.Where(value => value is not null));
        if (Type == typeof(bool)) return "true or false";
        if (Type.IsEnum) return string.Join(", ", Enum.GetNames(Type)).ToLowerInvariant();
        var range = _rules.OfType<RangeAttribute>().FirstOrDefault();
        var number = Type == typeof(double) || Type == typeof(float) || Type == typeof(decimal) ? "a number" : "a whole number";
        if (range is not null) return string.Create(CultureInfo.InvariantCulture, $"{number} from {range.Minimum} to {range.Maximum}");
        if (Type.IsPrimitive || Type == typeof(decimal)) return number;
        if (Type == typeof(Uri)) return "an address such as https://example.com";
        return Type == typeof(TimeSpan) ? "a time span such as 00:00:30" : "another value";
    }
}
