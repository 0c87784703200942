namespace AsyncAnalyzers.Tests.Verification;

/// <summary>A test whose source needs a C# version that older Roslyns do not know: there it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactSinceCSharpAttribute : FactAttribute
{
    public FactSinceCSharpAttribute(int version)
    {
        // The members of LanguageVersion are 1200, 1300, …; the newest major one is what Latest means.
        if ((int)LanguageVersion.Latest.MapSpecifiedToEffectiveVersion() < version * 100)
        {
            Skip = $"The Roslyn of this run does not know C# {version}.";
        }
    }
}
