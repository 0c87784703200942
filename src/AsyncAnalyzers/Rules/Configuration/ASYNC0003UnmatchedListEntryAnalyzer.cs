using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Configuration;

/// <summary>ASYNC0003: an entry of AsyncAnalyzers.BlockingApis.txt that names nothing in the compilation.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC0003UnmatchedListEntryAnalyzer : BlockingApiListAnalyzer
{
    public const string Id = "ASYNC0003";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Remove or fix an entry that matches no API",
        "'{0}' matches no API of this project, because {1}; fix or remove the entry",
        RuleCategory.Configuration,
        DiagnosticSeverity.Warning,
        "An entry with a misspelt name matches nothing: the API that it was meant to name is treated as if the list did not speak of it.");

    public ASYNC0003UnmatchedListEntryAnalyzer()
        : base(Rule)
    {
    }

    private protected override IEnumerable<(TextSpan Place, string Line, Phrase Explanation)> FaultsIn(
        BlockingApiList list, SourceText text, Compilation compilation)
    {
        foreach (BlockingApiList.Entry entry in list.Entries)
        {
            if (!entry.Pattern.MayBeReferenced(compilation))
            {
                // A list that serves many projects speaks of libraries that this one does not use.
                continue;
            }

            ISymbol[] named = entry.Pattern.SymbolsIn(compilation).ToArray();
            if (named.Length == 0)
            {
                yield return (entry.Place, entry.Pattern.Id, Explain(entry.Pattern, compilation));
            }
            else if (entry.Replacement is null)
            {
                continue;
            }
            else if (!DocumentationIdPattern.TryParse(entry.Replacement, out DocumentationIdPattern? replacement, out _))
            {
                if (!named.Any(member => HasCounterpart(member, entry.Replacement, compilation)))
                {
                    yield return (
                        entry.Place,
                        entry.Replacement,
                        Phrase.Of($"nothing of that name beside '{named[0].Name}' can be awaited"));
                }
            }
            else if (!replacement.SymbolsIn(compilation).Any())
            {
                yield return (entry.Place, replacement.Id, Explain(replacement, compilation));
            }
        }
    }

    /// <summary>The type, or one that it derives from, has a method of the name; or what may be an extension method does.</summary>
    private static bool HasCounterpart(ISymbol member, string name, Compilation compilation)
    {
        AwaitableNames names = AwaitableNames.Of(compilation);
        if (!names.HasMethod(name))
        {
            return false;
        }

        for (INamedTypeSymbol? type = member.ContainingType; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).Any() || type.AllInterfaces.Any(implemented => implemented.GetMembers(name).Any()))
            {
                return true;
            }
        }

        return names.FirstParametersOf(name).Any();
    }

    private static Phrase Explain(DocumentationIdPattern pattern, Compilation compilation)
    {
        if (pattern.TypeId is null)
        {
            return "there is no such namespace";
        }

        ISymbol? type = DocumentationCommentId.GetFirstSymbolForDeclarationId(pattern.TypeId, compilation);
        return type is null ? Phrase.Of($"there is no type '{pattern.TypeId.Substring(2)}'")
            : !((INamedTypeSymbol)type).GetMembers(pattern.MemberName!).IsEmpty
                ? Phrase.Of($"no '{pattern.MemberName!}' of the type fits the prefix and parameters")
            : $"the type has no member '{pattern.MemberName!}' of its own";
    }
}
