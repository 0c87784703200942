namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The calls in one declaration of a type that update a variable by <c>Interlocked</c>, and the plain updates of variables of the same
/// names. Found by syntax, in one walk.
/// </summary>
internal sealed class InterlockedFields
{
    private static readonly ModelCache<InterlockedFields> PerType = new();

    private InterlockedFields(TypeDeclarationSyntax type)
    {
        var calls = new List<(string Name, InvocationExpressionSyntax Call)>();
        var updates = new List<(string Name, ExpressionSyntax Node)>();
        foreach (SyntaxNode node in type.Descendants())
        {
            switch (node)
            {
                case InvocationExpressionSyntax call when IsCall(call) && NameOf(TargetOf(call)) is { } name:
                    calls.Add((name, call));
                    break;
                case AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment
                    when NameOf(assignment.Left) is { } name:
                    updates.Add((name, assignment));
                    break;
                case PrefixUnaryExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression
                } step when NameOf(step.Operand) is { } name:
                    updates.Add((name, step));
                    break;
                case PostfixUnaryExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression
                } step when NameOf(step.Operand) is { } name:
                    updates.Add((name, step));
                    break;
            }
        }

        Calls = calls.ToLookup(static one => one.Name, static one => one.Call);
        bool isPartial = type.Modifiers.Any(SyntaxKind.PartialKeyword);
        Updates = updates.Where(one => isPartial || Calls.Contains(one.Name)).Select(static one => one.Node).ToArray();
    }

    /// <summary>The calls, by the name of the variable.</summary>
    public ILookup<string, InvocationExpressionSyntax> Calls { get; }

    /// <summary>
    /// The plain assignments, increments and decrements of variables that have one of these names, in source order; of a partial type those
    /// of all names, for the calls may be in another part.
    /// </summary>
    public IReadOnlyList<ExpressionSyntax> Updates { get; }

    /// <param name="type">The outermost declaration of a type around the code in question.</param>
    /// <param name="model">What the answer is remembered with.</param>
    public static InterlockedFields Of(TypeDeclarationSyntax type, CodeModel model)
        => PerType.GetOrAdd(model, type, static node => new InterlockedFields((TypeDeclarationSyntax)node));

    /// <summary>The outermost declaration of a type around a node; null for top-level statements.</summary>
    public static TypeDeclarationSyntax? OutermostType(SyntaxNode node)
        => node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault();

    /// <summary>By syntax: a method of Interlocked that changes the variable which it is given by reference.</summary>
    public static bool IsCall(InvocationExpressionSyntax call)
        => call.ArgumentList.Arguments is { Count: > 0 } arguments && arguments[0].RefKindKeyword.IsKind(SyntaxKind.RefKeyword)
            && CallSyntax.CalledName(call) is "Increment" or "Decrement" or "Add" or "Exchange" or "CompareExchange" or "Or" or "And"
            && !IsRead(arguments);

    /// <summary>The variable that the call updates.</summary>
    public static ExpressionSyntax TargetOf(InvocationExpressionSyntax call) => call.ArgumentList.Arguments[0].Expression;

    /// <summary>The name of a variable or of a member of something.</summary>
    public static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary><c>CompareExchange(ref x, 0, 0)</c>, <c>Add(ref x, 0)</c>: ways to read.</summary>
    private static bool IsRead(SeparatedSyntaxList<ArgumentSyntax> arguments)
        => (arguments.Count == 3 && SyntaxFactory.AreEquivalent(arguments[1].Expression, arguments[2].Expression))
            || (arguments.Count == 2 && arguments[1].Expression is LiteralExpressionSyntax { Token.Value: 0 or 0L }
                && arguments[1].Parent?.Parent is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Add" or "Or");

    /// <summary>
    /// Of a private field that is only counted up or set to zero, all reads ask whether it is zero: a lost increment leaves it above.
    /// </summary>
    public static bool TellOnlyIfAny(IFieldSymbol field, CodeModel model)
    {
        if (field.DeclaredAccessibility != Accessibility.Private)
        {
            return false;
        }

        bool isAsked = false;
        foreach (SimpleNameSyntax mention in NameMentions.InType(field.ContainingType, field.Name, model))
        {
            if (CallSyntax.IsInNameOf(mention))
            {
                continue;
            }

            ExpressionSyntax named = CallSyntax.WithCasts(Writes.ExpressionOf(mention));
            switch (named.Parent)
            {
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Parent: ExpressionStatementSyntax }:
                case PostfixUnaryExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.PostIncrementExpression, Parent: ExpressionStatementSyntax
                }:
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                    when assignment.Left == named && IsZero(assignment.Right):
                case ArgumentSyntax
                {
                    RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword, Parent.Parent: InvocationExpressionSyntax
                    {
                        Parent: ExpressionStatementSyntax
                    } call
                } when CallSyntax.CalledName(call) == "Increment":
                    break;
                case BinaryExpressionSyntax binary when binary.Left == named && IsZero(binary.Right)
                    && binary.Kind() is SyntaxKind.GreaterThanExpression or SyntaxKind.EqualsExpression
                        or SyntaxKind.NotEqualsExpression:
                    isAsked = true;
                    break;
                default:
                    return false;
            }
        }

        return isAsked;
    }

    private static bool IsZero(ExpressionSyntax value) => value is LiteralExpressionSyntax { Token.Value: 0 or 0L or 0u or 0ul };
}
