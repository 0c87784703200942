namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A number that is counted and only told: whether it is off by some, nothing depends on.</summary>
internal static class Statistic
{
    /// <summary>A private field or auto-property that the type only counts, resets and writes to logs.</summary>
    public static bool Is(StatePath state, RuleContext context)
        => state is { IsOfVariable: false, IsDirect: true, Holder: { DeclaredAccessibility: Accessibility.Private } holder }
            && holder is IFieldSymbol or IPropertySymbol
            && NameMentions.InType(holder.ContainingType, holder.Name, context.Model)
                .All(static name => !IsRead(Writes.ExpressionOf(name)));

    private static bool IsRead(ExpressionSyntax mention)
        => Writes.AccessOf(mention) switch
        {
            AccessKind.Write => false,
            AccessKind.ReadWrite => mention.Parent is not ExpressionSyntax update || !IsDropped(update),
            _ => !CallSyntax.IsInNameOf(mention) && !IsTold(mention),
        };

    /// <summary>The value of the update is used by nobody: it is a statement, or the body of a function that answers nothing.</summary>
    private static bool IsDropped(ExpressionSyntax update)
        => CallSyntax.WithCasts(update).Parent is ExpressionStatementSyntax or AnonymousFunctionExpressionSyntax
            or ArrowExpressionClauseSyntax
        {
            Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } }
        };

    /// <summary>The value is written to a log, a metric or the console.</summary>
    private static bool IsTold(ExpressionSyntax read)
        => read.Ancestors().TakeWhile(static ancestor => ancestor is not (StatementSyntax or MemberDeclarationSyntax)).Any(static ancestor
            => ancestor is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name
                && (name.StartsWith("Log", StringComparison.Ordinal) || name.StartsWith("Write", StringComparison.Ordinal)
                || name is "Debug" or "Trace" or "Info" or "Information" or "Warn" or "Warning" or "Error" or "Verbose" or "Print"
                or "Record" or "Observe"));
}
