using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Methods that are not async and give null instead of a task on some path, mostly for "all is done": an await of what they answer throws.
/// </summary>
internal static class NullAnswer
{
    /// <summary>How many calls an answer is followed through that is merely handed on.</summary>
    private const int MaximumDepth = 3;

    /// <summary>By how many calls are left to follow: what one question finds does not depend on another.</summary>
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, object>[]> Known = new();

    /// <summary>
    /// The method's annotation or its own code says so. What overrides or implements it is not looked at: under-approximates.
    /// </summary>
    public static bool MayComeFrom(IMethodSymbol method, CodeModel model) => MayComeFrom(method, model, MaximumDepth);

    /// <summary>The calls whose answer an expression is; left sides of <c>??</c> and what stands behind <c>?.</c> are left out.</summary>
    public static IEnumerable<InvocationExpressionSyntax> CallsIn(ExpressionSyntax value)
        => PossibleValues.ThatMayGiveNull(value).OfType<InvocationExpressionSyntax>();

    private static bool MayComeFrom(IMethodSymbol method, CodeModel model, int depth)
    {
        if (method.IsAsync || !method.ReturnType.IsTask(model.Types))
        {
            return false;
        }

        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.ReturnNullableAnnotation == NullableAnnotation.Annotated)
        {
            return true;
        }

        if (definition.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        ConcurrentDictionary<ISymbol, object> known = Known.GetValue(model.Compilation, static _ => Empty())[depth];
        return (bool)(known.TryGetValue(definition, out object? found)
            ? found
            : known.GetOrAdd(definition, Find(definition, model, depth)));
    }

    private static ConcurrentDictionary<ISymbol, object>[] Empty()
    {
        var all = new ConcurrentDictionary<ISymbol, object>[MaximumDepth + 1];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = new ConcurrentDictionary<ISymbol, object>(SymbolEqualityComparer.Default);
        }

        return all;
    }

    private static bool Find(IMethodSymbol method, CodeModel model, int depth)
    {
        if (CalledSource.Of(method, model) is not { } source || FunctionSyntax.IsAsync(source.Function))
        {
            return false;
        }

        ExpressionSyntax[] answers = FunctionSyntax.ReturnedBy(source.Body).SelectMany(PossibleValues.ThatMayGiveNull).ToArray();
        if (answers.Any(IsNull))
        {
            return true;
        }

        CodeModel there = model.With(source.Model);
        return answers.Any(answer => answer switch
        {
            IdentifierNameSyntax name => MayBeNull(name, source, there, depth),
            InvocationExpressionSyntax call => HandsOn(call, there, depth),
            _ => false,
        });
    }

    private static bool HandsOn(InvocationExpressionSyntax call, CodeModel model, int depth)
        => depth > 0 && CallSyntax.MethodOf(call, model) is { } next && MayComeFrom(next, model, depth - 1);

    /// <summary>The local may still hold the null, or the answer, that it was set to, and was not tested for null before.</summary>
    private static bool MayBeNull(IdentifierNameSyntax name, CalledSource source, CodeModel model, int depth)
    {
        if (model.SymbolOf(name) is not ILocalSymbol { IsRef: false } local
            || model.SyntaxOf(local) is not VariableDeclaratorSyntax declarator
            || IsTestedBefore(name, source.Function))
        {
            return false;
        }

        return (declarator.Initializer?.Value is { } first && IsPossible(declarator, first))
            || LocalAssignments.Of(declarator, model).Any(write
                => write is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var value }
                    && IsPossible(write, value));

        bool IsPossible(SyntaxNode write, ExpressionSyntax value)
            => PossibleValues.ThatMayGiveNull(value).Any(branch => IsNull(branch)
                    || (branch is InvocationExpressionSyntax call && HandsOn(call, model, depth)))
                && FunctionSyntax.Enclosing(write) is { } function
                && (function != source.Function || LocalValueFlow.FateOf(write, local, function, model) is { IsRead: true });
    }

    /// <summary>An <c>if</c> that asks for null stands around the place, or before it and ends the function or sets the variable.</summary>
    private static bool IsTestedBefore(IdentifierNameSyntax name, SyntaxNode function)
    {
        SyntaxNode child = name;
        for (SyntaxNode? current = name.Parent; current is not null && child != function; child = current, current = current.Parent)
        {
            if ((current is IfStatementSyntax @if && child != @if.Condition && AsksForNull(@if.Condition, name))
                || (current is ConditionalExpressionSyntax choice && child != choice.Condition && AsksForNull(choice.Condition, name))
                || (current is BlockSyntax block && block.Statements.TakeWhile(statement => statement != child).Any(statement
                    => (statement is IfStatementSyntax before && AsksForNull(before.Condition, name) && EndsOrSets(before.Statement, name))
                        || statement is ExpressionStatementSyntax
                        {
                            Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } set
                        } && IsNamed(set.Left, name))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AsksForNull(ExpressionSyntax condition, IdentifierNameSyntax name)
        => condition.DescendantsAndSelf().Any(node => node switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } test
                => (IsNull(test.Right) && IsNamed(test.Left, name)) || (IsNull(test.Left) && IsNamed(test.Right, name)),
            IsPatternExpressionSyntax test => IsNamed(test.Expression, name),
            _ => false,
        });

    private static bool EndsOrSets(StatementSyntax statement, IdentifierNameSyntax name)
        => statement.DescendantsAndSelf().Any(node => node is ReturnStatementSyntax or ThrowStatementSyntax
            || (node is AssignmentExpressionSyntax assignment && IsNamed(assignment.Left, name)));

    private static bool IsNamed(ExpressionSyntax expression, IdentifierNameSyntax name)
        => CallSyntax.WalkDownParentheses(expression) is IdentifierNameSyntax other
            && other.Identifier.ValueText == name.Identifier.ValueText;

    /// <summary>Null, the default of a class, or what <c>?.</c> makes null of.</summary>
    private static bool IsNull(ExpressionSyntax value) => CallSyntax.WithoutCasts(value).Kind()
        is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.DefaultExpression
            or SyntaxKind.ConditionalAccessExpression;
}
