namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// All locks of one object in a type, which move to a new private field. Nothing is moved where one of them cannot follow.
/// </summary>
internal sealed class LockMove
{
    private readonly RepairRequest _request;
    private readonly FaultyLock _faulty;
    private readonly Dictionary<DocumentId, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>> _edits = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private bool _isPlain = true;
    private bool _isInStaticCode;

    private LockMove(RepairRequest request, FaultyLock faulty)
    {
        _request = request;
        _faulty = faulty;
    }

    public string GateName { get; private set; } = string.Empty;

    /// <summary>Null where some lock of the object may be out of sight, or cannot be moved.</summary>
    public static async Task<LockMove?> PlanAsync(RepairRequest request, FaultyLock faulty, CancellationToken cancellationToken)
    {
        var move = new LockMove(request, faulty);
        if (!faulty.IsReplaceable || faulty.Type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            return null;
        }

        foreach (SyntaxReference reference in faulty.Type.DeclaringSyntaxReferences)
        {
            if (request.Document.Project.Solution.GetDocument(reference.SyntaxTree) is not { } document
                || document.Project.Id != request.Document.Project.Id
                || GeneratedCode.Is(reference.SyntaxTree, document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider
                    .GetOptions(reference.SyntaxTree))
                || await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is not TypeDeclarationSyntax part
                || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
                || !move.AddPart(document.Id, part, CodeModel.Of(model, cancellationToken)))
            {
                return null;
            }
        }

        return move.MayDeclare()
            && !(faulty.Fault.Kind is not (LockObjectFaultKind.New or LockObjectFaultKind.Local)
                && await LocksElsewhere.MayBeThereAsync(request, faulty, cancellationToken).ConfigureAwait(false))
            && move.Declare()
                ? move
                : null;
    }

    public async Task<Solution?> ApplyAsync(CancellationToken cancellationToken)
    {
        Solution solution = _request.Document.Project.Solution;
        foreach (KeyValuePair<DocumentId, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>> edited in _edits)
        {
            SyntaxNode root = (await solution.GetDocument(edited.Key)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            root = root.ReplaceNodes(edited.Value.Keys, (original, rewritten) => edited.Value[original](rewritten));
            foreach (SyntaxNode removed in root.GetAnnotatedNodes(GateEditing.Removed).ToArray())
            {
                root = StatementRemoval.From(root, (StatementSyntax)root.GetAnnotatedNodes(GateEditing.Removed).First());
            }

            solution = solution.WithDocumentSyntaxRoot(edited.Key, root);
        }

        return solution;
    }

    private bool IsStatic => _faulty.Fault.Kind switch
    {
        LockObjectFaultKind.StaticState or LockObjectFaultKind.Type or LockObjectFaultKind.Text => true,
        LockObjectFaultKind.This => false,
        LockObjectFaultKind.New or LockObjectFaultKind.Local => _isInStaticCode,
        _ => _faulty.Symbol is { IsStatic: true },
    };

    /// <summary>Where an instance is copied or made without its constructor, a new field of it would be shared or null.</summary>
    private bool MayDeclare()
        => (!_faulty.IsOfThis || HasNoForeignBase())
            && (IsStatic
                || (_faulty.Type is { TypeKind: TypeKind.Class, IsRecord: false }
                    && !_taken.Contains("MemberwiseClone")
                    && !_faulty.Type.GetAttributes().Any(static one => one.AttributeClass?.Name
                        is "SerializableAttribute" or "DataContractAttribute" or "StructLayoutAttribute")));

    /// <summary>A base class of another assembly may lock its instances itself.</summary>
    private bool HasNoForeignBase()
        => _faulty.Type.BaseType.SelfAndBases().All(static one
            => one.SpecialType == SpecialType.System_Object || !one.DeclaringSyntaxReferences.IsEmpty);

    private bool AddPart(DocumentId document, TypeDeclarationSyntax part, CodeModel model)
    {
        SyntaxNode root = part.SyntaxTree.GetRoot(model.CancellationToken);
        _taken.UnionWith(FreeNames.UsedIn(root));
        if (_taken.Contains("EnableCollectionSynchronization")
            || (root is CompilationUnitSyntax unit && unit.Usings.Any(static one
                => one.StaticKeyword.IsKind(SyntaxKind.StaticKeyword) && one.Name?.ToString().EndsWith("Monitor") == true)))
        {
            return false;
        }

        if (!_edits.TryGetValue(document, out Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> edits))
        {
            _edits.Add(document, edits = new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>());
        }

        foreach (LockUse use in LockUse.In(part))
        {
            switch (_faulty.RelationOf(use, model))
            {
                case LockRelation.Unclear:
                    return false;
                case LockRelation.Same:
                    _isPlain &= use.Place is LockStatementSyntax @lock && !FunctionSyntax.OwnNodes(@lock).Any(static node
                        => node is YieldStatementSyntax);
                    _isInStaticCode |= IsInStaticCode(use.Place);
                    if (use.IsSignal && IsStatic)
                    {
                        // Whom it wakes depends on the instance.
                        return false;
                    }

                    edits.Add(use.Object, rewritten => SyntaxFactory.IdentifierName(GateName).WithTriviaFrom(rewritten));
                    break;
            }
        }

        return AddSynchronized(edits, part, model) && AddDeclaration(edits, part, model.CancellationToken);
    }

    private bool AddSynchronized(Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> edits, TypeDeclarationSyntax part, CodeModel model)
    {
        bool ofType = _faulty.Fault.Kind == LockObjectFaultKind.Type;
        if (!ofType && !_faulty.IsOfThis)
        {
            return true;
        }

        foreach (SyntaxNode member in part.Descendants(node => node == part || node is not BaseTypeDeclarationSyntax))
        {
            if (SynchronizedMember.AttributeOf(member) is not { } attribute
                || model.GetDeclaredSymbol(member) is not IMethodSymbol method
                || !SynchronizedMember.Is(method) || method.IsStatic != ofType)
            {
                continue;
            }

            if (!GateEditing.CanUnsynchronize(member, attribute))
            {
                return false;
            }

            edits.Add(member, rewritten => GateEditing.Unsynchronized(member, rewritten, GateName, method.ReturnsVoid));
        }

        return true;
    }

    /// <summary>The local that was locked goes.</summary>
    private bool AddDeclaration(
        Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> edits, TypeDeclarationSyntax part, CancellationToken cancellationToken)
    {
        if (_faulty is not { Fault.Kind: LockObjectFaultKind.Local, Symbol: ILocalSymbol local }
            || local.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is not { } declarator
            || !part.Contains(declarator))
        {
            return true;
        }

        if (declarator.Parent is not VariableDeclarationSyntax
            {
                Variables.Count: 1,
                Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Parent: BlockSyntax } statement,
            }
            || statement.ContainsDirectives)
        {
            return false;
        }

        edits.Add(statement, static rewritten => rewritten.WithAdditionalAnnotations(GateEditing.Removed));
        return true;
    }

    private static bool IsInStaticCode(SyntaxNode place)
        => place.Ancestors().Any(static node => node is MemberDeclarationSyntax member and not TypeDeclarationSyntax
                && member.Modifiers.Any(SyntaxKind.StaticKeyword))
            || place.Ancestors().Any(static node => FunctionSyntax.IsStatic(node));

    /// <summary>The new field, in the part that the request is for.</summary>
    private bool Declare()
    {
        INamedTypeSymbol? type = _isPlain ? LockType.For(_request) : null;
        GateName = FreeNames.Numbered(FieldInsertion.NameIn(_faulty.Part, "gate", IsStatic), _taken.Contains);
        TypeSyntax typeName = type is null
            ? SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.ObjectKeyword))
            : AsyncEdit.TypeName(_request, type);
        if (FieldInsertion.PlaceFor(_faulty.Part) is not { } before)
        {
            return false;
        }

        FieldDeclarationSyntax gate = GateEditing.Declaration(_request.Root, typeName, GateName, IsStatic);
        int index = _faulty.Part.Members.IndexOf(before);
        _edits[_request.Document.Id].Add(
            _faulty.Part, rewritten => FieldInsertion.Before((TypeDeclarationSyntax)rewritten, index, gate, _faulty.Part));
        return true;
    }
}
