using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Expressions that are not null by what they are, or by what the code says of them: a function that is called with one does not do what
/// it does for null.
/// </summary>
/// <param name="modelOf">The model of another tree of the compilation.</param>
internal sealed class NonNullValues(Func<SyntaxTree, SemanticModel> modelOf)
{
    /// <summary>Stands for a value of which nothing is known but that it is not null.</summary>
    public static readonly object Some = new SomeValue();

    /// <summary>Locals, fields and calls are looked through so far.</summary>
    private const int Deepest = 4;

    /// <summary>
    /// What a field is set to is looked at from this depth, whoever asks: not through other fields, and what is kept of it is the same
    /// for all.
    /// </summary>
    private const int DepthOfFields = Deepest - 1;

    /// <summary>What was found of private fields: many calls pass the same ones.</summary>
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<IFieldSymbol, bool>> Fields = new();

    /// <summary>The value is one of which nothing is known but that it is not null, and perhaps its type.</summary>
    public static bool IsSome(object? value) => value == Some || value is SomeOf;

    /// <summary>The expression is not null where it is evaluated.</summary>
    public bool Contain(ExpressionSyntax expression, CodeModel model) => Contain(expression, model, 0);

    /// <summary>What the condition says of a variable with one outcome: that it is not null. False: that, or nothing.</summary>
    public static bool IsTestedBy(ExpressionSyntax condition, bool holds, string variable)
    {
        switch (CallSyntax.WalkDownParentheses(condition))
        {
            case var test when NullTest.Of(test) is { Tested: var tested, IsNull: var isNull }:
                return isNull != holds && OwnMember.NameOf(tested) == variable;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation:
                return IsTestedBy(negation.Operand, !holds, variable);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both:
                return holds && (IsTestedBy(both.Left, true, variable) || IsTestedBy(both.Right, true, variable));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either:
                return !holds && (IsTestedBy(either.Left, false, variable) || IsTestedBy(either.Right, false, variable));
            case IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax or DeclarationPatternSyntax } match:
                return holds && OwnMember.NameOf(match.Expression) == variable;
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call:
                return !holds && CallSyntax.CalledName(call) is "IsNullOrEmpty" or "IsNullOrWhiteSpace"
                    && OwnMember.NameOf(arguments[0].Expression) == variable;
            default:
                return false;
        }
    }

    private bool Contain(ExpressionSyntax expression, CodeModel model, int depth)
    {
        if (depth > Deepest)
        {
            return false;
        }

        switch (CallSyntax.WithoutSuppression(expression))
        {
            case BaseObjectCreationExpressionSyntax or AnonymousObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax
                or ImplicitArrayCreationExpressionSyntax or AnonymousFunctionExpressionSyntax or ThisExpressionSyntax
                or TypeOfExpressionSyntax or InterpolatedStringExpressionSyntax or ThrowExpressionSyntax
                or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression }:
                return true;
            case CastExpressionSyntax cast:
                return Contain(cast.Expression, model, depth);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                return Contain(coalesce.Right, model, depth);
            case ConditionalExpressionSyntax conditional:
                return Contain(conditional.WhenTrue, model, depth) && Contain(conditional.WhenFalse, model, depth);
            case InvocationExpressionSyntax call:
                return IsAnswerOf(call, model, depth) || IsDeclaredSo(call, model);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                var variable = (ExpressionSyntax)CallSyntax.WithoutSuppression(expression);
                return IsOfVariable(variable, model, depth) || IsDeclaredSo(variable, model);
            default:
                return false;
        }
    }

    private static bool IsDeclaredSo(ExpressionSyntax expression, CodeModel model)
        => model.TypeOf(expression) is { IsReferenceType: true } && NullState.IsKnownNotNull(expression, model);

    private bool IsOfVariable(ExpressionSyntax variable, CodeModel model, int depth)
        => model.SymbolOf(variable) switch
        {
            ILocalSymbol local => (LocalAssignments.OnlyValueOf(local, model) is { } only && Contain(only, model, depth + 1))
                || IsTestedBefore(variable, local.Name),
            IParameterSymbol parameter => IsTestedBefore(variable, parameter.Name),
            IFieldSymbol { DeclaredAccessibility: Accessibility.Private, Type.IsReferenceType: true } field when depth < DepthOfFields
                => Fields.GetValue(model.Compilation, static _ => new(SymbolEqualityComparer.Default))
                    .GetOrAdd(field.OriginalDefinition, one => IsAlwaysFilled(one, model)),
            _ => false,
        };

    private static bool IsTestedBefore(ExpressionSyntax variable, string name)
        => ControllingCondition.Of(variable).Any(condition
            => condition.Pattern is null && IsTestedBy(condition.Tested, condition.Holds, name));

    /// <summary>A method of this compilation, one body of which runs for certain, that answers nothing else.</summary>
    private bool IsAnswerOf(InvocationExpressionSyntax call, CodeModel model, int depth)
    {
        if (CallSyntax.MethodOf(call, model) is not { IsAsync: false, ReturnType.IsReferenceType: true } method
            || CalledSource.MayBeOverridden(method)
            || !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, model.Compilation.Assembly)
            || CalledSource.DeclarationOf(method, model.CancellationToken) is not { } declaration
            || FunctionSyntax.Body(declaration) is not { } body)
        {
            return false;
        }

        bool isFound = false;
        CodeModel there = model.With(modelOf(declaration.SyntaxTree));
        foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(body))
        {
            if (!Contain(returned, there, depth + 1))
            {
                return false;
            }

            isFound = true;
        }

        return isFound;
    }

    /// <summary>All that the type sets the private field to is not null. Before the first of it nobody uses it, mostly.</summary>
    private bool IsAlwaysFilled(IFieldSymbol field, CodeModel model)
    {
        bool isFound = false;
        foreach (SyntaxReference part in field.ContainingType.DeclaringSyntaxReferences)
        {
            CodeModel there = model.With(modelOf(part.SyntaxTree));
            foreach (SyntaxNode node in part.GetSyntax(model.CancellationToken).Descendants())
            {
                ExpressionSyntax? value = node switch
                {
                    VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax, Initializer.Value: { } initial } declarator
                        when declarator.Identifier.ValueText == field.Name => initial,
                    AssignmentExpressionSyntax assignment when OwnMember.NameOf(assignment.Left) == field.Name => assignment.Right,
                    ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None, Expression: var given }
                        when OwnMember.NameOf(given) == field.Name => given,
                    _ => null,
                };
                if (value is not null && (node is ArgumentSyntax || !Contain(value, there, DepthOfFields)))
                {
                    return false;
                }

                isFound |= value is not null;
            }
        }

        return isFound;
    }

    private sealed class SomeValue
    {
        public override string ToString() => "some";
    }
}
