namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// Plans a lock around every access to a piece of state: which statements go under it, what it is called and where it is
/// declared. Nothing is planned where one of the accesses cannot be guarded.
/// </summary>
internal sealed class SharedStateGuard
{
    private readonly RepairRequest _request;
    private readonly StatePath _state;
    private readonly (SyntaxNode Read, SyntaxNode Write)? _across;
    private readonly LockEditing _edit;
    private readonly CancellationToken _cancellationToken;

    private SharedStateGuard(
        RepairRequest request, StatePath state, (SyntaxNode Read, SyntaxNode Write)? across, CancellationToken cancellationToken)
    {
        _request = request;
        _state = state;
        _across = across;
        _edit = new LockEditing(request.Root);
        _cancellationToken = cancellationToken;
    }

    /// <summary>The document's root with the guard, and what was used; null where it cannot be done.</summary>
    /// <param name="request">What is repaired.</param>
    /// <param name="state">What is guarded.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="across">A read and a write that have to be under the guard together.</param>
    public static (GuardKind Kind, string Name, Func<SyntaxNode> Apply)? Plan(
        RepairRequest request, StatePath state, CancellationToken cancellationToken, (SyntaxNode Read, SyntaxNode Write)? across = null)
    {
        var guard = new SharedStateGuard(request, state, across, cancellationToken);
        return guard.Plan() ? (guard._edit.Kind, guard._edit.LockName, guard._edit.Apply) : null;
    }

    private bool Plan()
    {
        if (AccessesToGuard() is not { Count: > 0 } accesses)
        {
            return false;
        }

        string? existing = null;
        List<(SyntaxNode First, SyntaxNode Last)> extents = new();
        foreach (ExpressionSyntax access in accesses)
        {
            if (access.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or RefExpressionSyntax)
            {
                return false;
            }

            if (LockSets.LockStatementAround(access) is { } around)
            {
                string name = around.Expression.ToString();
                if (existing is not null
                    && existing != name
                    || around.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }))
                {
                    return false;
                }

                existing = name;
                continue;
            }

            if (FunctionSyntax.Enclosing(access) is not { } function
                || LockSets.TakenAt(access, _request.ModelFor(_cancellationToken)).KeepsWritersOut
                || ExtentOf(access, function) is not { } extent)
            {
                return false;
            }

            extents.Add(extent);
        }

        List<(SyntaxNode First, SyntaxNode Last)> outermost = extents.Distinct()
            .Where(extent => !extents.Any(other => other != extent
                && other.First.SpanStart <= extent.First.SpanStart
                && other.Last.Span.End >= extent.Last.Span.End)).ToList();
        bool awaits = outermost.Any(extent => NodesIn(extent).Any(FunctionSyntax.IsAwait));
        if (awaits && existing is not null || outermost.Any(extent
            => NodesIn(extent).Any(node => node is YieldStatementSyntax or GotoStatementSyntax or LabeledStatementSyntax)))
        {
            return false;
        }

        _edit.Kind = awaits ? GuardKind.Semaphore : GuardKind.Lock;
        foreach ((SyntaxNode first, SyntaxNode last) in outermost)
        {
            if (!Add(first, last))
            {
                return false;
            }
        }

        if (awaits && MayEnterTwice(outermost, accesses))
        {
            return false;
        }

        if (existing is null)
        {
            return Declare();
        }

        _edit.LockName = existing;
        return true;
    }

    /// <summary>
    /// All places that name the state: for a local those in the functions that capture it and in code that runs beside them; for a
    /// field or property all of the type but its constructors. Null where some are out of reach.
    /// </summary>
    private List<ExpressionSyntax>? AccessesToGuard()
    {
        if (_state.IsOfVariable)
        {
            SyntaxNode outermost = FunctionSyntax.OutermostEnclosing(_request.Node);
            SyntaxNode? owner = OwnerOf(_state.Root);
            var beside = new HashSet<SyntaxNode>(outermost.DescendantNodes().OfType<SimpleNameSyntax>()
                .Select(ConcurrentStart.At)
                .Where(start => start is { Kind: ConcurrencyKind.Started or ConcurrencyKind.Timer })
                .SelectMany(start => MayHappenInParallel.Of(start!, _request.ModelFor(_cancellationToken)).Nodes())
                .Select(static beside => beside.Node));
            return Mentions(outermost.DescendantNodes())
                .Where(access => FunctionSyntax.Enclosing(access) != owner || beside.Contains(access)).ToList();
        }

        if (!_state.IsDirect
            || _state.Holder is not (IFieldSymbol or IPropertySymbol or IParameterSymbol)
            || _state.Holder.DeclaringSyntaxReferences.Length != 1
            || _state.Holder.DeclaredAccessibility is not (Accessibility.Private or Accessibility.NotApplicable)
                && !IsWrittenInsideOnly(_state.Holder)
            || _state.Holder.ContainingType is not { TypeKind: TypeKind.Class } type || type.DeclaringSyntaxReferences.Length != 1
            || type.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) is not TypeDeclarationSyntax declaration
            || declaration.SyntaxTree != _request.Root.SyntaxTree)
        {
            return null;
        }

        List<ExpressionSyntax> accesses = Mentions(declaration.DescendantNodes()).ToList();
        int tokens = declaration.DescendantNodes().Count(node
            => node is SimpleNameSyntax name && name.Identifier.ValueText == _state.Holder.Name
            && SymbolEqualityComparer.Default.Equals(_request.Model.GetSymbolInfo(name, _cancellationToken).Symbol, _state.Holder)
            && name.Parent is not ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } }
            });
        if (tokens != accesses.Count)
        {
            // Accesses through other instances: one lock does not guard those.
            return null;
        }

        return accesses.Where(access
            => FunctionSyntax.Enclosing(access) is { } function && function is not ConstructorDeclarationSyntax).ToList();
    }

    private IEnumerable<ExpressionSyntax> Mentions(IEnumerable<SyntaxNode> nodes)
        => _state.MentionsAmong(nodes, _request.ModelFor(_cancellationToken));

    /// <summary>Others can read it, which is atomic, but not write it.</summary>
    private static bool IsWrittenInsideOnly(ISymbol symbol)
        => symbol is IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Private } property
            && (property.Type.IsReferenceType
                || property.Type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_UInt32);

    private static SyntaxNode? OwnerOf(ISymbol local)
        => local.FirstSyntax() is not { } declaration ? null
            : local is IParameterSymbol
                ? declaration.Ancestors().FirstOrDefault(node => FunctionSyntax.IsFunction(node) || node is MemberDeclarationSyntax)
            : FunctionSyntax.Enclosing(declaration);

    /// <summary>The statements from the read to the write, or the expression body; null where the place cannot be guarded.</summary>
    private (SyntaxNode First, SyntaxNode Last)? ExtentOf(ExpressionSyntax access, SyntaxNode function)
    {
        SyntaxNode body = FunctionSyntax.Body(function) ?? function;
        SyntaxNode first = access;
        SyntaxNode last = access;
        foreach (StateUpdate update in StateUpdate.In(body))
        {
            if (AreEquivalent(update.Target, access)
                && update.Read.SpanStart <= access.SpanStart
                && access.Span.End <= update.Node.Span.End)
            {
                first = update.Read.SpanStart < first.SpanStart ? update.Read : first;
                last = update.Node.Span.End > last.Span.End ? update.Node : last;
            }
        }

        if (_across is { } across && FunctionSyntax.Enclosing(across.Write) == function
            && access.SpanStart >= across.Read.SpanStart && access.Span.End <= across.Write.Span.End)
        {
            first = across.Read.SpanStart < first.SpanStart ? across.Read : first;
            last = across.Write.Span.End > last.Span.End ? across.Write : last;
        }

        if (body is ExpressionSyntax)
        {
            return (function, function);
        }

        StatementSyntax? firstStatement = first.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault(statement
            => statement.Span.Contains(last.Span));
        if (firstStatement is null)
        {
            return null;
        }

        if (firstStatement is BlockSyntax block && first != last)
        {
            StatementSyntax begin = block.Statements.First(statement => statement.Span.Contains(first.Span));
            StatementSyntax end = block.Statements.First(statement => statement.Span.Contains(last.Span));
            List<StatementSyntax> run = RunOfStatements.WithUsesOfLocals(block.Statements.Where(statement
                => statement.SpanStart >= begin.SpanStart && statement.SpanStart <= end.SpanStart).ToList(), block,
                _request.ModelFor(_cancellationToken));
            return (begin, run[run.Count - 1]);
        }

        return firstStatement is BlockSyntax ? null : (firstStatement, firstStatement);
    }

    private static IEnumerable<SyntaxNode> NodesIn((SyntaxNode First, SyntaxNode Last) extent)
        => extent.First == extent.Last
            ? FunctionSyntax.OwnNodes(extent.First is StatementSyntax and not LocalFunctionStatementSyntax
                ? extent.First
                : FunctionSyntax.Body(extent.First)
                ?? extent.First)
            : extent.First.Parent!.ChildNodes().Where(node
                => node.SpanStart >= extent.First.SpanStart && node.SpanStart <= extent.Last.SpanStart).SelectMany(FunctionSyntax.OwnNodes);

    private bool Add(SyntaxNode first, SyntaxNode last)
    {
        SyntaxNode function = first is StatementSyntax and not LocalFunctionStatementSyntax ? FunctionSyntax.Enclosing(first)! : first;
        bool canAwait = FunctionSyntax.IsAsync(function)
            && (first == function
                || AwaitPlacement.ObstacleAt(first, _request.ModelFor(_cancellationToken)) == AwaitObstacle.None);
        switch (first)
        {
            case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax or AccessorDeclarationSyntax
                or PropertyDeclarationSyntax:
                IMethodSymbol? symbol = FunctionSyntax.SymbolOf(first, _request.ModelFor(_cancellationToken));
                if (symbol is null
                    || symbol.ReturnsByRef
                    || symbol.ReturnsByRefReadonly
                    || FunctionSyntax.Body(first) is not ExpressionSyntax
                    || FunctionSyntax.Body(first) is ThrowExpressionSyntax
                    || first is AnonymousFunctionExpressionSyntax
                        && _request.Model.GetTypeInfo(first, _cancellationToken).ConvertedType
                            .IsOrDerivesFrom(_request.Types.ExpressionOfT))
                {
                    return false;
                }

                bool returnsValue = !symbol.ReturnsVoid
                    && !(symbol.IsAsync && (symbol.ReturnType.Is(_request.Types.Task) || symbol.ReturnType.Is(_request.Types.ValueTask)));
                _edit.GuardExpressionBody(first, returnsValue, canAwait);
                return true;
            case LocalDeclarationStatementSyntax declaration when first == last:
                return AddDeclaration(declaration, canAwait);
            case ExpressionStatementSyntax or ReturnStatementSyntax or IfStatementSyntax or ThrowStatementSyntax:
            case LocalDeclarationStatementSyntax:
                // What an expression declares is visible behind it.
                if (first.DescendantNodes().Any(node => node is SingleVariableDesignationSyntax)
                    || first is IfStatementSyntax && NodesIn((first, last)).Any(node => node is LockStatementSyntax
                        || node is InvocationExpressionSyntax call
                        && CallSyntax.CalledName(call) is "Wait" or "WaitOne" or "Join"))
                {
                    return false;
                }

                if (first.Parent is not BlockSyntax && first != last)
                {
                    return false;
                }

                _edit.GuardRun((StatementSyntax)first, (StatementSyntax)last, canAwait);
                return true;
            default:
                // Headers of loops, switches and usings: their bodies would go under the lock too.
                return false;
        }
    }

    private bool AddDeclaration(LocalDeclarationStatementSyntax declaration, bool canAwait)
    {
        if (declaration.Declaration.Variables.Count != 1 || declaration.IsConst || !declaration.UsingKeyword.IsKind(SyntaxKind.None)
            || declaration.Declaration.Type is RefTypeSyntax || declaration.Parent is not BlockSyntax
            || _request.Model.GetDeclaredSymbol(
                declaration.Declaration.Variables[0], _cancellationToken) is not ILocalSymbol { Type: { IsAnonymousType: false } type })
        {
            return false;
        }

        _edit.GuardDeclaration(declaration, declaration.Declaration.Type.IsVar
            ? AsyncEdit.TypeName(_request, type)
            : declaration.Declaration.Type.WithoutTrivia(), canAwait);
        return true;
    }

    /// <summary>A semaphore that its holder takes again never lets go: a guarded statement calls what holds another guarded one.</summary>
    private static bool MayEnterTwice(List<(SyntaxNode First, SyntaxNode Last)> extents, List<ExpressionSyntax> accesses)
    {
        HashSet<string> holders = new(accesses.SelectMany(access => access.Ancestors()).Select(ancestor => ancestor switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            _ => "",
        }));
        return extents.SelectMany(NodesIn).Any(node
            => node is SimpleNameSyntax name && holders.Contains(name.Identifier.ValueText) && !accesses.Contains(name));
    }

    private bool Declare()
    {
        bool isLocal = _state.IsOfVariable;
        INamedTypeSymbol? type = _edit.Kind == GuardKind.Semaphore
            ? _request.Types.SemaphoreSlim
            : LockType.For(_request) ?? _request.Model.Compilation.GetSpecialType(SpecialType.System_Object);
        if (type is null)
        {
            return false;
        }

        string name = NameFor(_state.IsDirect
            ? _state.Holder.Name
            : _state.Root.Name, _edit.Kind == GuardKind.Semaphore
            ? "Semaphore"
            : "Lock", isField: !isLocal);
        _edit.LockName = name;
        bool isShort = LanguageVersionOf(_request.Root) >= (int)LanguageVersion.CSharp9;
        TypeSyntax typeName = type.SpecialType == SpecialType.System_Object
            ? PredefinedType(Token(SyntaxKind.ObjectKeyword))
            : AsyncEdit.TypeName(_request, type);
        ArgumentListSyntax arguments = _edit.Kind == GuardKind.Semaphore ? ParseArgumentList("(1, 1)") : ArgumentList();
        ExpressionSyntax creation = isShort
            ? ImplicitObjectCreationExpression(arguments, null)
            : ObjectCreationExpression(Token(default, SyntaxKind.NewKeyword, TriviaList(Space)), typeName, arguments, null);
        VariableDeclarationSyntax declaration = VariableDeclaration(
            typeName.WithTrailingTrivia(Space),
            SingletonSeparatedList(VariableDeclarator(
                Identifier(name), null, EqualsValueClause(Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)), creation))));
        SyntaxNode? stateDeclaration = (isLocal
            ? _state.Root
            : _state.Holder).FirstSyntax(_cancellationToken);
        if (isLocal)
        {
            _edit.DeclareBehind = _state.Root is IParameterSymbol
                ? stateDeclaration?.Ancestors().FirstOrDefault(node => FunctionSyntax.Body(node) is BlockSyntax) is { } function
                    ? FunctionSyntax.Body(function)
                    : null
                : stateDeclaration?.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>();
            _edit.Declaration = LocalDeclarationStatement(declaration).WithTrailingTrivia(_edit.LineEnd);
        }
        else
        {
            _edit.DeclareBehind = stateDeclaration is ParameterSyntax { Parent.Parent: TypeDeclarationSyntax { Members: var members } }
                ? members.FirstOrDefault(static member => member is FieldDeclarationSyntax) ?? members.FirstOrDefault()
                : stateDeclaration?.FirstAncestorOrSelf<MemberDeclarationSyntax>();
            var modifiers = new List<SyntaxToken> { Token(default, SyntaxKind.PrivateKeyword, TriviaList(Space)) };
            if (_state.Holder.IsStatic)
            {
                modifiers.Add(Token(default, SyntaxKind.StaticKeyword, TriviaList(Space)));
            }

            modifiers.Add(Token(default, SyntaxKind.ReadOnlyKeyword, TriviaList(Space)));
            _edit.Declaration = FieldDeclaration(default, TokenList(modifiers), declaration).WithTrailingTrivia(_edit.LineEnd);
        }

        if (_edit.DeclareBehind is null)
        {
            return false;
        }

        SyntaxNode sibling = _edit.DeclareBehind is BlockSyntax { Statements: { Count: > 0 } statements }
            ? statements[0]
            : _edit.DeclareBehind;
        _edit.Declaration = _edit.Declaration.WithLeadingTrivia(Whitespace(_edit.IndentOf(sibling)));
        return true;
    }

    private static int LanguageVersionOf(SyntaxNode root) => (int)((CSharpParseOptions)root.SyntaxTree.Options).LanguageVersion;

    private string NameFor(string state, string suffix, bool isField)
    {
        string stem = isField
            && _state.Holder is (IPropertySymbol or IParameterSymbol) ? "_" + char.ToLowerInvariant(state[0]) + state.Substring(1) : state;
        string name = stem + suffix;
        HashSet<string> taken = FreeNames.UsedIn(isField ? _request.Root : MemberOf(_state.Root));
        for (int number = 2; taken.Contains(name); number++)
        {
            name = stem + suffix + number;
        }

        return name;
    }

    /// <summary>Where a local is seen: its member, or all statements of a program without one.</summary>
    private SyntaxNode MemberOf(ISymbol local)
        => local.FirstSyntax(_cancellationToken)?
            .FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
            and not GlobalStatementSyntax ? member : _request.Root;
}
