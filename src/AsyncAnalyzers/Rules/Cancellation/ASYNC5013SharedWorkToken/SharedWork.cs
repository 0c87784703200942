namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// Work that is kept for all callers, and is given the token of the one that began it: <c>_loaded ??= LoadAsync(token)</c>,
/// <c>_cache.GetOrAdd(key, _ => LoadAsync(token))</c>.
/// </summary>
/// <param name="Token">Where the token is given.</param>
/// <param name="Holder">The field, property or dictionary that keeps the work.</param>
/// <param name="IsCertain">Several callers share it, and nothing takes the cancelled task away again.</param>
/// <param name="Waits">Where the function awaits or returns the work.</param>
internal sealed record SharedWork(IdentifierNameSyntax Token, string Holder, bool IsCertain, IReadOnlyList<ExpressionSyntax> Waits)
{
    /// <summary>The syntax allows for it: the cheap half of <see cref="At"/>.</summary>
    public static bool MayBe(SyntaxNode node)
        => node is AssignmentExpressionSyntax { Left: var left, Right: var right } assignment
            && OwnMember.NameWithTypeOf(left) is not null
            && CallSyntax.WithoutCasts(right) is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax
            && (assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) || IsForFirst(assignment));

    /// <summary>The work, at an assignment or at the name <c>GetOrAdd</c>; null for all else.</summary>
    public static SharedWork? At(SyntaxNode node, CodeModel model)
    {
        ExpressionSyntax? whole = node switch
        {
            AssignmentExpressionSyntax => (ExpressionSyntax)node,
            SimpleNameSyntax name => CallSyntax.InvocationOf(name),
            _ => null,
        };
        if (whole is null || FunctionSyntax.Enclosing(whole) is not { } function
            || HolderOf(whole, model) is not { } holder || Made(whole) is not { } made
            || TokenIn(made, function, model) is not { } token
            || OneTimeCode.Is(function, model) || OneTimeCode.IsNamedForStart(function))
        {
            return null;
        }

        ExpressionSyntax[] waits = WaitsOf(whole, holder, function, model).ToArray();
        bool isUsed = waits.Length > 0
            || (whole is InvocationExpressionSyntax && TaskUse.Of(ValueOf(whole)).Kind == TaskUseKind.Assigned);
        return isUsed && !UncancelledTokens.Contain(model.SymbolOf(token), model)
            ? new SharedWork(token, holder.Name, IsShared(holder, whole, model) && !IsTakenAway(holder, whole, model), waits)
            : null;
    }

    /// <summary>Several callers are known to come.</summary>
    private static bool IsShared(ISymbol holder, ExpressionSyntax whole, CodeModel model)
        => whole is InvocationExpressionSyntax || holder.IsStatic
            || Registrations.OfSingleton(holder.ContainingType, model.Compilation, model.CancellationToken) is not null;

    /// <summary><c>if (_loaded == null) _loaded = …</c></summary>
    private static bool IsForFirst(AssignmentExpressionSyntax assignment)
        => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
            && assignment.Parent is ExpressionStatementSyntax { Parent: var parent }
            && (parent is BlockSyntax ? parent.Parent : parent) is IfStatementSyntax @if
            && NullTest.Of(@if.Condition) is { } test
            && OwnMember.TextOf(test.Tested) == OwnMember.TextOf(assignment.Left);

    private static ISymbol? HolderOf(ExpressionSyntax whole, CodeModel model)
    {
        if (whole is AssignmentExpressionSyntax { Left: var left })
        {
            return model.SymbolOf(left) is (IFieldSymbol or IPropertySymbol) and var member && IsWork(TypeOf(member), model.Types)
                ? member
                : null;
        }

        return whole is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } }
            && OwnMember.NameWithTypeOf(receiver) is not null
            && model.SymbolOf(receiver) is (IFieldSymbol or IPropertySymbol) and var dictionary
            && TypeOf(dictionary) is INamedTypeSymbol { TypeArguments.Length: 2 } type && type.Is(model.Types.ConcurrentDictionary)
            && IsWork(type.TypeArguments[1], model.Types)
                ? dictionary
                : null;
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;

    private static bool IsWork(ITypeSymbol? type, KnownTypes types)
        => type.IsTask(types)
            || (type is INamedTypeSymbol { TypeArguments.Length: 1 } lazy && lazy.Is(types.LazyOfT) && lazy.TypeArguments[0].IsTask(types));

    /// <summary>The code that makes the work.</summary>
    private static SyntaxNode? Made(ExpressionSyntax whole)
        => whole is AssignmentExpressionSyntax assignment ? assignment.Right
            : whole is InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 1 } call ? call.ArgumentList
            : null;

    /// <summary>A token that the function has from its caller, given to a call there.</summary>
    private static IdentifierNameSyntax? TokenIn(SyntaxNode made, SyntaxNode function, CodeModel model)
        => made.DescendantsAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault(name
            => name.Parent is ArgumentSyntax
                && model.SymbolOf(name) is IParameterSymbol { ContainingSymbol: IMethodSymbol owner } parameter
                && parameter.Type.Is(model.Types.CancellationToken)
                && SymbolEqualityComparer.Default.Equals(owner, FunctionSyntax.SymbolOf(function, model)));

    /// <summary>What the function awaits, or hands to its caller: the assignment or call itself, or the member that it has set.</summary>
    private static IEnumerable<ExpressionSyntax> WaitsOf(ExpressionSyntax whole, ISymbol holder, SyntaxNode function, CodeModel model)
    {
        ExpressionSyntax own = ValueOf(CallSyntax.WithCasts(whole));
        if (IsWait(own))
        {
            yield return own;
        }

        if (whole is not AssignmentExpressionSyntax || FunctionSyntax.Body(function) is not { } body)
        {
            yield break;
        }

        foreach (SimpleNameSyntax name in FunctionSyntax.OwnNodes(body).OfType<SimpleNameSyntax>())
        {
            if (name.Identifier.ValueText == holder.Name && !whole.Span.Contains(name.Span)
                && ValueOf(Writes.ExpressionOf(name)) is var mention && IsWait(mention)
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(name), holder))
            {
                yield return mention;
            }
        }
    }

    private static bool IsWait(ExpressionSyntax task) => TaskUse.Of(task).Kind is TaskUseKind.Awaited or TaskUseKind.Returned;

    /// <summary><c>lazy.Value</c> for a lazy task.</summary>
    private static ExpressionSyntax ValueOf(ExpressionSyntax expression)
        => expression.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } access
            && access.Expression == expression ? access : expression;

    /// <summary>Something puts null into the member, or takes entries out of the dictionary: a cancelled task does not stay.</summary>
    private static bool IsTakenAway(ISymbol holder, ExpressionSyntax whole, CodeModel model)
        => NameMentions.InType(holder.ContainingType, holder.Name, model).Any(name =>
        {
            ExpressionSyntax mention = Writes.ExpressionOf(name);
            return mention.Parent switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left == mention && assignment != whole,
                MemberAccessExpressionSyntax access => access.Expression == mention
                    && access.Name.Identifier.ValueText is "TryRemove" or "Remove" or "Clear" or "TryUpdate" or "AddOrUpdate",
                ElementAccessExpressionSyntax element => element.Expression == mention && Writes.IsWritten(element),
                ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
                _ => false,
            };
        });
}
