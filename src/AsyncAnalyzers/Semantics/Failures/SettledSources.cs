namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Sources of tasks that nobody makes fail:
/// <c>var source = new TaskCompletionSource(); _requests.Add(id, source); … await source.Task;</c>
/// Every variable that holds such a source, or a collection of them, is followed to all of its mentions (<see cref="SourceUses"/>). Where
/// that leads too far, no source of its type may be made to fail or be cancelled in the whole project. Over-approximates: code that is
/// not seen may get hold of it as an <c>object</c>.
/// </summary>
internal static class SettledSources
{
    private const int MaximumVariables = 24;

    private static readonly string[] Failures =
    {
        "SetException", "TrySetException", "SetCanceled", "TrySetCanceled", "SetFromTask", "TrySetFromTask",
    };

    private static readonly ModelCache<bool> Found = new();

    /// <summary>What is awaited is the task of a source that is only ever given results.</summary>
    public static bool IsTaskOf(ExpressionSyntax task, CodeModel model)
        => task is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task", Expression: var source }
            && model.TypeOf(source) is INamedTypeSymbol type && CompletionSourceSyntax.IsSource(type, model.Types)
            && Found.GetOrAdd(model, task, _ => IsSettled(source, type, model));

    private static bool IsSettled(ExpressionSyntax source, INamedTypeSymbol type, CodeModel model)
    {
        var variables = new SourceVariables(model);
        var uses = new SourceUses(model, variables);
        variables.AddOrigin(source, model);
        for (int next = 0; next < variables.All.Count && variables.End != SourceEnd.MayFail; next++)
        {
            model.CancellationToken.ThrowIfCancellationRequested();
            if (next == MaximumVariables)
            {
                variables.Lose();
                break;
            }

            uses.Follow(variables.All[next]);
        }

        return variables.End switch
        {
            SourceEnd.Settled => variables.IsAnswered,
            SourceEnd.OutOfSight => !IsAnyMadeToFail(type, model),
            _ => false,
        };
    }

    /// <summary>A source of the type, or one of a type parameter, which may stand for it.</summary>
    private static bool IsAnyMadeToFail(INamedTypeSymbol type, CodeModel model)
    {
        foreach (string name in Failures)
        {
            foreach (SimpleNameSyntax mention in ProjectMentions.Of(name, model.Compilation, model.CancellationToken))
            {
                if (model.In(mention.SyntaxTree).SymbolOf(mention) is not { } failing
                    || (failing.ContainingType is { } failed && CompletionSourceSyntax.IsSource(failed, model.Types)
                        && (SymbolEqualityComparer.Default.Equals(failed, type)
                            || (failed.IsGenericType && type.IsGenericType
                                && (failed.TypeArguments[0].TypeKind == TypeKind.TypeParameter
                                    || type.TypeArguments[0].TypeKind == TypeKind.TypeParameter)))))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
