namespace AsyncAnalyzers.Semantics;

/// <summary>What code does to a variable, field, property or element that it names.</summary>
[Flags]
internal enum AccessKind
{
    None = 0,
    Read = 1,
    Write = 2,
    ReadWrite = Read | Write,
}

/// <summary>
/// What counts as a write, for all analyses: assignments of all kinds, also in a deconstruction and after <c>?.</c>; increments; what is
/// passed by <c>ref</c> or <c>out</c>; what a <c>ref</c> or a pointer leads to, which over-approximates.
/// </summary>
internal static class Writes
{
    /// <summary>The whole expression that ends with the name: <c>a.b</c> or <c>.b</c> for the name <c>b</c> in it.</summary>
    public static ExpressionSyntax ExpressionOf(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access,
        MemberBindingExpressionSyntax binding => binding,
        _ => name,
    };

    public static bool IsWritten(ExpressionSyntax expression) => (AccessOf(expression) & AccessKind.Write) != 0;

    /// <summary>What the code around an expression does to what it names.</summary>
    public static AccessKind AccessOf(ExpressionSyntax expression)
    {
        switch (expression.Parent)
        {
            case ParenthesizedExpressionSyntax or CheckedExpressionSyntax
                or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                return AccessOf((ExpressionSyntax)expression.Parent);
            case AssignmentExpressionSyntax assignment when assignment.Left == expression:
                return assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) ? AccessKind.Write : AccessKind.ReadWrite;
            case PrefixUnaryExpressionSyntax prefix:
                return prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression
                    or SyntaxKind.AddressOfExpression
                        ? AccessKind.ReadWrite
                        : AccessKind.Read;
            case PostfixUnaryExpressionSyntax:
                return AccessKind.ReadWrite;
            case ArgumentSyntax argument:
                return OfArgument(argument);
            case RefExpressionSyntax reference:
                return IsReadOnly(reference) ? AccessKind.Read : AccessKind.ReadWrite;
            default:
                return AccessKind.Read;
        }
    }

    /// <summary>The name belongs to the object that an initializer or <c>with</c> makes: it is no member of <c>this</c>.</summary>
    public static bool IsOfInitializedObject(ExpressionSyntax name)
        => name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment && assignment.Left == name;

    /// <summary>The operands that an operation writes, each with the value that it gets where that is known.</summary>
    public static IEnumerable<(IOperation Target, IOperation? Value)> TargetsOf(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment => One(assignment.Target, assignment.Value),
        IDeconstructionAssignmentOperation deconstruction
            => PartsOf(deconstruction.Target).Select(static part => (part, (IOperation?)null)),
        IAssignmentOperation assignment => One(assignment.Target, null),
        IIncrementOrDecrementOperation increment => One(increment.Target, null),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => One(argument.Value, null),
        _ => Array.Empty<(IOperation, IOperation?)>(),
    };

    /// <summary>What a <c>ref</c> or a pointer leads to that the operation makes: it may be written without being named.</summary>
    public static IEnumerable<IOperation> AliasesMadeBy(IOperation operation) => operation switch
    {
        IVariableDeclaratorOperation { Symbol: { IsRef: true, RefKind: RefKind.Ref } } declarator
            when declarator.GetVariableInitializer() is { } initializer => AlternativesOf(initializer.Value),
        ISimpleAssignmentOperation { IsRef: true } assignment
            when assignment.Target is not ILocalReferenceOperation { Local.RefKind: RefKind.RefReadOnly }
            => AlternativesOf(assignment.Value),
        IAddressOfOperation address => AlternativesOf(address.Reference),
        _ => Array.Empty<IOperation>(),
    };

    private static AccessKind OfArgument(ArgumentSyntax argument) => argument.RefKindKeyword.Kind() switch
    {
        SyntaxKind.OutKeyword => AccessKind.Write,
        SyntaxKind.RefKeyword => IsAtomicRead(argument) ? AccessKind.Read : AccessKind.ReadWrite,
        SyntaxKind.None when IsDeconstructedInto(argument) => AccessKind.Write,
        _ => AccessKind.Read,
    };

    /// <summary><c>Volatile.Read(ref x)</c>, <c>Interlocked.Read(ref x)</c>.</summary>
    private static bool IsAtomicRead(ArgumentSyntax argument)
        => argument.Parent?.Parent is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "Read",
                Expression: SimpleNameSyntax { Identifier.ValueText: "Volatile" or "Interlocked" }
                    or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Volatile" or "Interlocked" },
            },
        };

    /// <summary>A part of what a deconstruction assigns, however deep.</summary>
    private static bool IsDeconstructedInto(ArgumentSyntax argument)
    {
        while (argument.Parent is TupleExpressionSyntax tuple)
        {
            switch (tuple.Parent)
            {
                case AssignmentExpressionSyntax assignment:
                    return assignment.Left == tuple;
                case ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.None } outer:
                    argument = outer;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary><c>ref readonly int r = ref x</c>.</summary>
    private static bool IsReadOnly(RefExpressionSyntax reference)
        => reference.Parent is EqualsValueClauseSyntax
        {
            Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: RefTypeSyntax type } },
        } && type.ReadOnlyKeyword.IsKind(SyntaxKind.ReadOnlyKeyword);

    private static IEnumerable<(IOperation Target, IOperation? Value)> One(IOperation target, IOperation? value)
        => new[] { (target, value) };

    private static IEnumerable<IOperation> PartsOf(IOperation target) => target switch
    {
        ITupleOperation tuple => tuple.Elements.SelectMany(PartsOf),
        IDeclarationExpressionOperation { Expression: ITupleOperation declared } => PartsOf(declared),
        _ => new[] { target },
    };

    private static IEnumerable<IOperation> AlternativesOf(IOperation value) => value switch
    {
        IConditionalOperation { WhenFalse: { } whenFalse } conditional
            => AlternativesOf(conditional.WhenTrue).Concat(AlternativesOf(whenFalse)),
        ISimpleAssignmentOperation { IsRef: true } assignment => AlternativesOf(assignment.Value),
        _ => new[] { value },
    };
}
